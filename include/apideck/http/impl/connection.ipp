#ifndef APIDECK_HTTP_IMPL_CONNECTION_IPP
#define APIDECK_HTTP_IMPL_CONNECTION_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/connection.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL void connection::connected(asio::ip::tcp::socket socket, boost::system::error_code& ec)
{
    socket_ = std::move(socket);
    socket_.non_blocking(true, ec);
}

APIDECK_DECL bool connection::start_tls(
    tls_context const& context, origin const& server, std::shared_ptr<tls_session_cache> sessions)
{
    if (!tls_.emplace().open(static_cast<SSL_CTX*>(context.native_handle()), server.host))
        return false;
    resumption_.emplace(std::move(sessions), server);
    resumption_->offer(tls_->native_handle());
    return true;
}

APIDECK_DECL bool connection::handshake(std::size_t received_bytes, boost::system::error_code& ec)
{
    tls_->put(asio::buffer(raw_, received_bytes));
    return tls_->handshake(ec);
}

APIDECK_DECL void connection::write(boost::system::error_code& ec)
{
    ec = {};
    began_to_send_ = send_failed_ = false;
    if (tls_)
        tls_->write(request, ec);
    else
        plain_output_.append(request);
    request.clear();
}

APIDECK_DECL asio::const_buffer connection::output() const
{
    return tls_ ? tls_->output() : asio::buffer(plain_output_);
}

APIDECK_DECL bool connection::flush(boost::system::error_code& ec)
{
    ec = {};
    for (;;) {
        auto const left = output();
        if (left.size() == 0)
            return true;
        std::size_t const sent = socket_.send(left, 0, ec);
        if (ec == asio::error::would_block) {
            ec = {};
            return false;
        }
        if (ec) {
            send_failed_ = true;
            return true;
        }
        began_to_send_ = true;
        if (tls_)
            tls_->consume(sent);
        else
            plain_output_.erase(0, sent);
        if (sent == left.size()) // to ask for more costs a few calls of OpenSSL's
            return true;
    }
}

APIDECK_DECL void connection::received(std::size_t bytes, boost::system::error_code& ec)
{
    if (!tls_) {
        auto const space = input.prepare(bytes);
        input.commit(asio::buffer_copy(space, asio::buffer(raw_, bytes)));
        return;
    }
    constexpr std::size_t piece = 4 * 1024;
    boost::system::error_code const socket_error = ec;
    tls_->put(asio::buffer(raw_, bytes));
    ec = {};
    // To ask once more, only to hear that there is nothing, would cost what a record does.
    while (!ec && tls_->has_unread()) {
        std::size_t const n = tls_->read(input.prepare(piece), ec);
        if (n == 0)
            break;
        input.commit(n);
    }
    resumption_->keep(tls_->native_handle());
    // An answer to what was read, such as to a change of keys. If it can't be sent the next write
    // tells.
    boost::system::error_code ignored;
    constexpr std::size_t most = 64 * 1024; // for a server that asks for them and does not read
    bool const sent = send_failed_ // what was told to be unsent must not go after all
        || flush(ignored);
    if (!ec && !sent && output().size() > most)
        ec = asio::error::no_buffer_space;
    if (ec)
        return;
    // Without TLS's own end anybody may have cut the connection (RFC 8446 section 6.1).
    ec = socket_error == asio::error::eof ? asio::ssl::error::stream_truncated : socket_error;
}

APIDECK_DECL bool connection::readable(boost::system::error_code& ec)
{
    socket_.wait(asio::socket_base::wait_read, ec);
    if (ec != asio::error::would_block)
        return !ec;
    ec = {};
    return false;
}

APIDECK_DECL bool connection::usable()
try {
    // TLS has messages of its own: a server may send tickets for new sessions at any time, and close
    // behind them. But nobody is waited for who does not stop.
    for (int looks = 0; looks != 8; ++looks) {
        boost::system::error_code ec;
        bool const something = readable(ec);
        if (!something && !ec)
            return clean();
        if (ec || !tls_)
            return false;
        std::size_t const bytes = socket_.receive(asio::buffer(raw_), 0, ec);
        received(bytes, ec);
        if (ec)
            return false;
    }
    return false;
} catch (...) { // no memory for what came
    return false;
}

APIDECK_DECL bool connection::clean() const
{
    return input.size() == 0
        && (!tls_ || (!tls_->has_unread() && !tls_->within_record() && !tls_->closed_by_server()));
}

APIDECK_DECL void connection::shutdown()
{
    if (tls_ && socket_.is_open()) {
        tls_->close_notify();
        boost::system::error_code ignored;
        flush(ignored);
    }
    close();
}

APIDECK_DECL void connection::close()
{
    boost::system::error_code ignored;
    socket_.close(ignored);
}

} // namespace apideck::http::detail

#endif
