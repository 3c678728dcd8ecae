#ifndef APIDECK_HTTP_DETAIL_CONNECTION_HPP
#define APIDECK_HTTP_DETAIL_CONNECTION_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/detail/tls_engine.hpp>
#include <apideck/http/detail/tls_session_cache.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/tls_context.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** A connection to a server: a TCP socket, TLS over it or not, and what was received and not yet
    used.

    Everything but the waiting is done at once, as far as the socket goes along. Used by one
    exchange at a time, which locks; between exchanges the pool alone has it.
*/
class connection {
public:
    explicit connection(asio::any_io_executor const& executor) : socket_(executor) {}
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    /// Take a connected socket, and get it ready for use.
    APIDECK_DECL void connected(asio::ip::tcp::socket socket, boost::system::error_code& ec);

    /// Put TLS over the connected socket, with a session from before if there is one.
    /// @return Whether OpenSSL could be set up.
    APIDECK_DECL bool start_tls(tls_context const& context, origin const& server,
        std::shared_ptr<tls_session_cache> sessions);

    /// Go on with TLS's handshake, with what was received. @return Whether it is done; if not, and
    /// without an error, more must be received once the output is sent.
    APIDECK_DECL bool handshake(std::size_t received_bytes, boost::system::error_code& ec);

    /// The handshake failed. @return Whether an earlier session may be why: none is offered next.
    [[nodiscard]] bool forget_sessions() { return resumption_->forget(); }

    /// Turn `request` into output, and leave it empty.
    APIDECK_DECL void write(boost::system::error_code& ec);

    /// Send of the output what the socket takes. @return Whether that was all, or failed: if not,
    /// go on when it is writable.
    APIDECK_DECL bool flush(boost::system::error_code& ec);

    /// Whether the system took any byte since the last `write`.
    [[nodiscard]] bool began_to_send() const noexcept { return began_to_send_; }

    template <class Handler>
    void async_wait_writable(Handler handler)
    {
        socket_.async_wait(asio::socket_base::wait_write, std::move(handler));
    }

    /// Let whatever is ready go first.
    template <class Handler>
    void async_yield(Handler handler)
    {
        socket_.async_write_some(asio::const_buffer(), std::move(handler));
    }

    /// Receive some bytes: the handler gets to hand its arguments to `received`.
    template <class Handler>
    void async_receive(Handler handler)
    {
        socket_.async_read_some(asio::buffer(raw_), std::move(handler));
    }

    /// Whether there is something to receive at once: bytes, or the end. @param ec Where that can't
    /// be told.
    [[nodiscard]] APIDECK_DECL bool readable(boost::system::error_code& ec);

    /// Take what was received to `input`, decrypted. That may be nothing, and it may be something
    /// with an error after it (`eof` for an orderly end).
    APIDECK_DECL void received(std::size_t bytes, boost::system::error_code& ec);

    /// TLS, where the connection has it.
    [[nodiscard]] tls_engine const* tls() const noexcept { return tls_ ? &*tls_ : nullptr; }

    /** Whether a next request may be sent: nothing has come that was not asked for, and the
        server has not closed. Costs one system call as a rule; a server may still close a moment
        later. */
    [[nodiscard]] APIDECK_DECL bool usable();

    /// Whether the last answer has left nothing behind, so that the connection may be kept.
    [[nodiscard]] APIDECK_DECL bool clean() const;

    /// Close in order: the server is told, if it can be at once.
    APIDECK_DECL void shutdown();

    /// Close.
    APIDECK_DECL void close();

    time_point idle_since{};
    std::string request;             // the whole text of one, to be written
    boost::beast::flat_buffer input; // what was received of the answer

private:
    [[nodiscard]] APIDECK_DECL asio::const_buffer output() const;

    asio::ip::tcp::socket socket_;
    std::optional<tls_engine> tls_;
    std::optional<tls_resumption> resumption_;
    std::string plain_output_; // what is to be sent, where there is no TLS
    bool began_to_send_ = false;
    bool send_failed_ = false; // since the last write
    std::array<unsigned char, 8 * 1024> raw_;
};

} // namespace apideck::http::detail

#endif
