#ifndef APIDECK_HTTP_IMPL_EXCHANGE_STEPS_IPP
#define APIDECK_HTTP_IMPL_EXCHANGE_STEPS_IPP

// The way of an exchange, and its steps once there is a connection.

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/exchange.hpp>
#include <apideck/http/detail/tls.hpp>

#include <boost/asio/error.hpp>

#include <string>
#include <string_view>

#if defined(__clang__) // Asio's macros fall through to the labels that they make
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wimplicit-fallthrough"
#endif

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL void exchange::advance(boost::system::error_code ec, std::size_t bytes)
{
    if (ending_ != ending::none)
        return end_early(ending_);
    BOOST_ASIO_CORO_REENTER(way_)
    {
        if (!result_.reused_connection) {
            enter(stage::resolve);
            if (!choose_way())
                return;
            BOOST_ASIO_CORO_YIELD dial();
            if (ec)
                return fail(ec);
            if (tunnel_) {
                enter(stage::proxy);
                connection_->request = tunnel_->request(*request_->head);
                connection_->write(ec);
                while (!connection_->flush(ec))
                    BOOST_ASIO_CORO_YIELD connection_->async_wait_writable(step());
                while (!ec && !tunnel_->open()) {
                    BOOST_ASIO_CORO_YIELD connection_->async_receive(step());
                    connection_->received(bytes, ec);
                    tunnel_->take(connection_->input, ec);
                }
                if (ec)
                    return explain_tunnel(ec);
                bytes = 0; // those were the proxy's, not the beginning of TLS
            }
            if (request_->head->origin.tls) {
                enter(stage::handshake);
                if (!begin_tls())
                    return;
                while (!shake_hands(ec, bytes)) {
                    while (!connection_->flush(ec))
                        BOOST_ASIO_CORO_YIELD connection_->async_wait_writable(step());
                    if (ec)
                        return fail(ec);
                    BOOST_ASIO_CORO_YIELD connection_->async_receive(step());
                }
                if (ec)
                    return explain_handshake(ec);
            }
            set_timer(false);
        }
        if (options_.connect_only) {
            while (!connection_->flush(ec))
                BOOST_ASIO_CORO_YIELD connection_->async_wait_writable(step());
            if (ec)
                return fail(ec);
            finish();
            reusable_ = true;
            return;
        }
        enter(stage::write, result_.reused_connection ? acquired_ : clock::now());
        compose();
        connection_->write(ec);
        if (ec)
            return fail(ec);
        result_.delivery = delivery::possibly;
        while (!connection_->flush(ec))
            BOOST_ASIO_CORO_YIELD connection_->async_wait_writable(step());
        // A server may answer and close before it has taken everything: then the answer counts, and
        // it is here by then.
        write_error_ = ec;
        if (ec && !connection_->began_to_send())
            result_.delivery = delivery::never;
        enter(stage::read_head);
        if (!write_error_) {
            // With others in flight the answer is often there afterwards, which saves a read that finds nothing.
            BOOST_ASIO_CORO_YIELD connection_->async_yield(step());
        }
        while (!reader_->done()) {
            if (write_error_ && !connection_->readable(ec))
                return fail_read(ec);
            BOOST_ASIO_CORO_YIELD connection_->async_receive(step());
            connection_->received(bytes, ec);
            if (!take_input(ec))
                return fail_read(ec);
        }
        finish(received_);
        // An error that came after the whole answer spoils only the connection.
        reusable_ = reader_->keep_alive() && !write_error_ && !ec && connection_->clean();
    }
}

APIDECK_DECL void exchange::compose()
{
    using namespace std::string_view_literals; // whose lengths are known
    std::string& out = connection_->request;
    out.append(to_string(request_->head->method)).append(1, ' ').append(request_->head->target);
    out.append(" HTTP/1.1\r\n"sv).append(request_->head->headers.wire());
    if (request_->authorization)
        out.append("Authorization: "sv).append(*request_->authorization).append("\r\n"sv);
    auto const verb = request_->head->method;
    if ((verb != method::get && verb != method::delete_) || !request_->body.empty())
        out.append("Content-Length: "sv).append(std::to_string(request_->body.size())).append("\r\n"sv);
    out.append("\r\n"sv).append(request_->body);
}

APIDECK_DECL bool exchange::take_input(boost::system::error_code& ec)
{
    auto& input = connection_->input;
    received_ = clock::now();
    if (input.size() != 0) {
        boost::system::error_code wrong;
        result_.delivery = delivery::certainly;
        input.consume(reader_->put(input.data(), wrong));
        if (result_.stage == stage::read_head && reader_->head_done())
            enter(stage::read_body, received_);
        if (wrong) {
            ec = wrong;
            result_.permanent = true;
            result_.reason = reader_->why_refused(ec);
            return false;
        }
    }
    if (reader_->done())
        return true; // whatever came after it
    if (ec == asio::error::eof)
        reader_->put_eof(ec);
    return !ec;
}

/// @param ec What receiving came to.
APIDECK_DECL void exchange::fail_read(boost::system::error_code ec)
{
    // What a server says by TLS on why it closed says more than that there was no sending to it.
    if (!write_error_ || result_.permanent || (ec && !explain_tls(ec, {}).empty()))
        return fail(ec);
    enter(stage::write);
    fail(write_error_);
}

} // namespace apideck::http::detail

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#endif
