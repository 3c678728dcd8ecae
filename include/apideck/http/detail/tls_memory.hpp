#ifndef APIDECK_HTTP_DETAIL_TLS_MEMORY_HPP
#define APIDECK_HTTP_DETAIL_TLS_MEMORY_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/buffer.hpp>

#include <openssl/bio.h>

#include <cstddef>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** The two ends of a TLS connection that OpenSSL sees: what the server sent, and what is to be sent.

    OpenSSL's own memory BIO does the same with a copy more of each, and each question to it, such as how
    much there is, goes through its table of controls.
*/
class tls_memory {
public:
    tls_memory() = default;
    tls_memory(tls_memory const&) = delete;
    tls_memory& operator=(tls_memory const&) = delete;

    /// A BIO that reads and writes this, which must outlive it. @return Null where OpenSSL gives none.
    [[nodiscard]] APIDECK_DECL BIO* make_bio();

    /// Put in bytes that the server sent.
    APIDECK_DECL void put(asio::const_buffer bytes);
    /// Whether OpenSSL has not read them all.
    [[nodiscard]] bool has_unread() const noexcept { return read_ != input_.size(); }

    /// What is to be sent, until it is consumed or OpenSSL adds to it.
    [[nodiscard]] asio::const_buffer output() const noexcept
    {
        return asio::buffer(output_) + sent_;
    }
    APIDECK_DECL void consume(std::size_t sent) noexcept;

private:
    // What OpenSSL calls; it is C, so nothing may be thrown.
    static APIDECK_DECL int read(BIO* bio, char* to, std::size_t size, std::size_t* taken) noexcept;
    static APIDECK_DECL int write(
        BIO* bio, char const* from, std::size_t size, std::size_t* taken) noexcept;
    static APIDECK_DECL long control(BIO* bio, int command, long, void*) noexcept;
    static APIDECK_DECL BIO_METHOD const* methods();

    std::string input_;
    std::size_t read_ = 0; // of the input
    std::string output_;
    std::size_t sent_ = 0; // of the output
};

} // namespace apideck::http::detail

#endif
