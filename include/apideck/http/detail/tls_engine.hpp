#ifndef APIDECK_HTTP_DETAIL_TLS_ENGINE_HPP
#define APIDECK_HTTP_DETAIL_TLS_ENGINE_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/detail/tls_memory.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** The client's side of TLS over bytes that somebody else carries (RFC 8446, RFC 5246).

    It does no I/O and never waits: what the server sent is put in, what is to be sent to it is
    taken out. (Asio's `ssl::stream` does the same as a composed operation a step, which costs more
    than the cryptography.) Not safe to use from several threads at once.
*/
class tls_engine {
public:
    tls_engine() = default;
    tls_engine(tls_engine const&) = delete;
    tls_engine& operator=(tls_engine const&) = delete;

    /** Get ready to speak with `host`, whose certificate is verified for that name. A verify
        callback of the context's may refuse more than OpenSSL does, but not less.
        @return Whether OpenSSL could be set up. */
    APIDECK_DECL bool open(SSL_CTX* context, std::string const& host);

    /// Go on with the handshake. @return Whether it is done; if not, and without an error, it goes
    /// on when `output` is sent and more input is there.
    APIDECK_DECL bool handshake(boost::system::error_code& ec);

    /// Encrypt all of `text` into `output`.
    APIDECK_DECL void write(std::string_view text, boost::system::error_code& ec);

    /// Put in bytes that the server sent.
    void put(asio::const_buffer bytes) { memory_.put(bytes); }

    /// Take out decrypted bytes. @return None with no error: more input is needed; none with
    /// `eof`: the server said that this was all (`close_notify`).
    APIDECK_DECL std::size_t read(asio::mutable_buffer out, boost::system::error_code& ec);

    /// Tell the server that nothing more comes; one who was never greeted is told nothing.
    APIDECK_DECL void close_notify();

    /// What is to be sent, until it is consumed or something is called that adds to it.
    [[nodiscard]] asio::const_buffer output() const noexcept { return memory_.output(); }
    void consume(std::size_t sent) noexcept { memory_.consume(sent); }

    /// Whether bytes were put in that nobody has read.
    [[nodiscard]] bool has_unread() const
    {
        return memory_.has_unread() || SSL_has_pending(ssl_.get()) == 1;
    }
    /// Whether the head of a record was put in, and not all of its body.
    [[nodiscard]] bool within_record() const
    {
        return SSL_rstate_string(ssl_.get())[1] == 'B'; // "RH", "RB" or "RD"
    }
    /// Whether the server said that it will send nothing more.
    [[nodiscard]] bool closed_by_server() const
    {
        return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

    /// Why the verification failed (`X509_V_ERR_...`), or `X509_V_OK`.
    [[nodiscard]] long verification() const { return SSL_get_verify_result(ssl_.get()); }
    /// The subject of the certificate that failed it.
    [[nodiscard]] std::string const& refused_subject() const noexcept { return refused_subject_; }

    [[nodiscard]] SSL* native_handle() const noexcept { return ssl_.get(); }

private:
    struct deleter {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    static APIDECK_DECL int verify(int good, X509_STORE_CTX* verifying) noexcept;
    APIDECK_DECL boost::system::error_code failure(int result) const;

    tls_memory memory_;
    std::unique_ptr<SSL, deleter> ssl_;
    std::string refused_subject_;
};

} // namespace apideck::http::detail

#endif
