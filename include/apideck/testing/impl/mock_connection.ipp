#ifndef APIDECK_TESTING_IMPL_MOCK_CONNECTION_IPP
#define APIDECK_TESTING_IMPL_MOCK_CONNECTION_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/testing/detail/mock_connection.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

#if defined(__GNUC__) && !defined(__clang__) // GCC 12 says it of each coroutine's own code
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wzero-as-null-pointer-constant"
#endif

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

APIDECK_DECL mock_connection::mock_connection(asio::ip::tcp::socket socket,
    http::tls_context context, std::shared_ptr<mock_state> state)
    : executor_(socket.get_executor()),
      socket_(std::move(socket)),
      context_(std::move(context)),
      wakeup_(executor_),
      state_(std::move(state)),
      number_(state_->next_connection_number()),
      fault_(state_->take_fault())
{
    if (!context_)
        return;
    SSL* const tls = SSL_new(static_cast<SSL_CTX*>(context_.native_handle()));
    if (!tls)
        throw std::bad_alloc();
    tls_.emplace(socket_, tls);
}

APIDECK_DECL mock_connection::~mock_connection()
{
    if (open_)
        state_->forget(number_);
}

APIDECK_DECL void mock_connection::start()
{
    auto const self = shared_from_this();
    if (state_->opened(number_, self))
        asio::co_spawn(executor_, run(self), [](std::exception_ptr thrown_by_hook) {
            if (thrown_by_hook)
                std::rethrow_exception(thrown_by_hook);
        });
}

APIDECK_DECL void mock_connection::wake()
{
    asio::post(executor_, [self = shared_from_this()] { self->wakeup_.cancel(); });
}

APIDECK_DECL void mock_connection::abort()
{
    asio::post(executor_, [self = shared_from_this()] { self->close(); });
}

APIDECK_DECL void mock_connection::close_idle(mock_ending how)
{
    // What it is now counts, and that a next request has not begun until the strand gets there.
    auto const carries_none = [this] {
        return phase_ == phase::idle || phase_ == phase::finishing;
    };
    if (!carries_none())
        return;
    asio::post(executor_, [self = shared_from_this(), how, carries_none] {
        if (carries_none()) {
            self->ending_ = how;
            self->wakeup_.cancel();
        }
    });
}

APIDECK_DECL asio::awaitable<void> mock_connection::run(std::shared_ptr<mock_connection> self)
{
    try {
        bool going = co_await self->open();
        while (going)
            going = co_await self->serve_one();
    } catch (...) {
        self->close();
        throw;
    }
    self->close();
}

APIDECK_DECL asio::awaitable<bool> mock_connection::open()
{
    boost::system::error_code ec;
    socket_.set_option(asio::ip::tcp::no_delay(true), ec);
    if (fault_ == mock_fault::close_on_accept || fault_ == mock_fault::reset_on_accept) {
        close(fault_ == mock_fault::reset_on_accept);
        co_return false;
    }
    if (fault_ == mock_fault::stall_handshake || fault_ == mock_fault::garbage_handshake) {
        std::string_view const garbage = "this is neither TLS nor HTTP\r\n\r\n";
        if (fault_ == mock_fault::garbage_handshake)
            co_await asio::async_write(
                socket_, asio::buffer(garbage), asio::redirect_error(asio::use_awaitable, ec));
        co_await drain();
        co_return false;
    }
    if (tls_)
        co_await tls_->async_handshake(
            asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, ec));
    if (!ec && fault_ == mock_fault::close_after_handshake) {
        // The request may be on its way: closing with it unread would turn the FIN into a RST.
        co_await notify_close();
        socket_.shutdown(asio::socket_base::shutdown_send, ec);
        co_await drain();
        co_return false;
    }
    co_return !ec;
}

/// @return whether all was written. @param piece_size 0: in one piece.
APIDECK_DECL asio::awaitable<bool> mock_connection::write(
    std::string_view bytes, std::size_t piece_size)
{
    boost::system::error_code ec;
    while (!bytes.empty() && open_ && !ec) {
        auto const piece = bytes.substr(0, piece_size == 0 ? bytes.size() : piece_size);
        bytes.remove_prefix(piece.size());
        auto const buffer = asio::buffer(piece);
        if (tls_)
            co_await asio::async_write(
                *tls_, buffer, asio::redirect_error(asio::use_awaitable, ec));
        else
            co_await asio::async_write(
                socket_, buffer, asio::redirect_error(asio::use_awaitable, ec));
    }
    co_return open_ && !ec;
}

/// Until `done()`, or that time, or the end of the connection by either side.
APIDECK_DECL asio::awaitable<void> mock_connection::wait(
    time_point until, std::function<bool()> done)
{
    boost::system::error_code ec;
    while (open_ && !client_left_ && !done() && clock::now() < until) {
        wakeup_.expires_at(until);
        co_await wakeup_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
}

APIDECK_DECL asio::awaitable<void> mock_connection::end(mock_ending how)
{
    if (how == mock_ending::close)
        co_await notify_close();
    close(how == mock_ending::reset);
}

APIDECK_DECL asio::awaitable<void> mock_connection::notify_close()
{
    if (!tls_)
        co_return;
    // As if the client's own close_notify had come: else async_shutdown would wait for it.
    SSL_set_shutdown(tls_->native_handle(), SSL_RECEIVED_SHUTDOWN);
    boost::system::error_code ignored;
    co_await tls_->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
}

/// Reads past TLS until the client leaves.
APIDECK_DECL asio::awaitable<void> mock_connection::drain()
{
    boost::system::error_code ec;
    while (open_ && !ec)
        co_await socket_.async_read_some(
            asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, ec));
}

/// Begins a read unless one is under way.
APIDECK_DECL void mock_connection::read_more()
{
    if (reading_ || client_left_ || !open_)
        return;
    reading_ = true;
    auto done = [self = shared_from_this()](boost::system::error_code ec, std::size_t size) {
        self->reading_ = false;
        self->client_left_ = ec.failed();
        self->received_.append(self->chunk_.data(), size);
        self->wakeup_.cancel();
    };
    if (tls_)
        tls_->async_read_some(asio::buffer(chunk_), std::move(done));
    else
        socket_.async_read_some(asio::buffer(chunk_), std::move(done));
}

APIDECK_DECL void mock_connection::close(bool reset)
{
    if (!open_)
        return;
    open_ = false;
    boost::system::error_code ignored;
    if (reset)
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    else
        socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    socket_.close(ignored);
    wakeup_.cancel();
    state_->closed(number_);
}

} // namespace apideck::testing::detail

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
