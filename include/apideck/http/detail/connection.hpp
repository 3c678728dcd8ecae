#ifndef APIDECK_HTTP_DETAIL_CONNECTION_HPP
#define APIDECK_HTTP_DETAIL_CONNECTION_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/detail/tls.hpp>
#include <apideck/http/message.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <optional>
#include <string>
#include <utility>

namespace apideck::http::detail {

/** A connection to a server: a TCP socket, TLS over it or not, and the buffers that it keeps.

    Used by one exchange at a time, on the connection's own strand; between exchanges the pool
    may look at it from any thread.
*/
class connection {
public:
    using strand_type = asio::strand<asio::any_io_executor>;
    using socket_type = asio::basic_stream_socket<asio::ip::tcp, strand_type>;

    explicit connection(asio::any_io_executor const& executor)
        : strand_(asio::make_strand(executor)), socket_(strand_)
    {}
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    [[nodiscard]] strand_type const& get_executor() const noexcept { return strand_; }
    [[nodiscard]] socket_type& socket() noexcept { return socket_; }

    /// Put TLS over the connected socket. @return Whether OpenSSL could be set up.
    APIDECK_DECL bool start_tls(asio::ssl::context& context, std::string const& host);

    template <class Handler>
    void async_handshake(Handler handler)
    {
        tls_->async_handshake(asio::ssl::stream_base::client, std::move(handler));
    }

    /// Write all of `output`.
    template <class Handler>
    void async_write(Handler handler)
    {
        if (tls_)
            asio::async_write(*tls_, asio::buffer(output), std::move(handler));
        else
            asio::async_write(socket_, asio::buffer(output), std::move(handler));
    }

    /// Read some bytes; the handler gets to `input.commit` them.
    template <class Handler>
    void async_read_some(Handler handler)
    {
        constexpr std::size_t piece = 8 * 1024;
        if (tls_)
            tls_->async_read_some(input.prepare(piece), std::move(handler));
        else
            socket_.async_read_some(input.prepare(piece), std::move(handler));
    }

    /// Why the handshake's verification failed, or X509_V_OK.
    [[nodiscard]] APIDECK_DECL long verification() const;
    /// The subject of the certificate that failed it.
    [[nodiscard]] std::string const& refused_subject() const noexcept { return refused_subject_; }

    /** Whether a next request may be sent: nothing has come that was not asked for, and the
        server has not closed. Costs one system call; a server may still close a moment later. */
    [[nodiscard]] APIDECK_DECL bool usable();

    /// Whether TLS holds bytes that were received and not yet read.
    [[nodiscard]] APIDECK_DECL bool has_unread() const;

    APIDECK_DECL void close();

    time_point idle_since{};
    std::string output;
    boost::beast::flat_buffer input;

private:
    strand_type strand_;
    socket_type socket_;
    std::optional<asio::ssl::stream<socket_type&>> tls_;
    std::string refused_subject_;
};

} // namespace apideck::http::detail

#endif
