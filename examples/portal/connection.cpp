#include "connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace portal {

using boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t read_size = 4096;

response plain(http::status status)
{
    response out(status, 11);
    out.set(http::field::content_type, "text/plain; charset=utf-8");
    out.body() = std::string(http::obsolete_reason(status)) + '\n';
    return out;
}

/// For the Date field, which a server with a clock must send (RFC 9110 6.6.1).
std::string date()
{
    std::time_t const now = std::time(nullptr);
    char text[32];
    auto const size = std::strftime(
        text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&now));
    return {text, size};
}

/// What to say to who sent that; nothing to who sent no HTTP, or went away.
std::optional<http::status> answer_to(error_code ec)
{
    if (ec == http::error::header_limit)
        return http::status::request_header_fields_too_large;
    if (ec == http::error::body_limit)
        return http::status::payload_too_large;
    if (ec == http::error::end_of_stream || ec == http::error::partial_message
        || ec.category() != make_error_code(http::error::bad_method).category())
        return std::nullopt;
    return http::status::bad_request;
}

} // namespace

asio::awaitable<void> server::serve(connection& c)
{
    bool going = true;
    while (going && !stopping_)
        going = co_await serve_one(c);
}

/// @return whether the connection goes on.
asio::awaitable<bool> server::serve_one(connection& c)
{
    error_code ec;
    c.busy = false;
    if (c.buffer.size() == 0) {
        c.stream.expires_after(options_.idle_timeout);
        auto const size = co_await c.stream.async_read_some(
            c.buffer.prepare(read_size), asio::redirect_error(asio::use_awaitable, ec));
        if (ec)
            co_return false;
        c.buffer.commit(size);
    }
    c.busy = true;
    http::request_parser<http::string_body> parser;
    parser.header_limit(options_.head_limit);
    parser.body_limit(options_.body_limit);
    c.stream.expires_after(options_.read_timeout);
    co_await http::async_read(
        c.stream, c.buffer, parser, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) {
        if (auto const status = answer_to(ec))
            co_await refuse(c, *status);
        co_return false;
    }

    request asked = parser.release();
    bool const keep_alive = asked.keep_alive();
    bool const head = asked.method() == http::verb::head;
    response out = co_await ask(std::move(asked));
    out.set(http::field::date, date());
    out.keep_alive(keep_alive && !stopping_);
    out.prepare_payload();
    if (head)
        out.body().clear();
    c.stream.expires_after(options_.write_timeout);
    co_await http::async_write(c.stream, out, asio::redirect_error(asio::use_awaitable, ec));
    co_return !ec && out.keep_alive();
}

asio::awaitable<response> server::ask(request asked)
{
    response out;
    try {
        out = co_await answer_(std::move(asked));
    } catch (std::exception const& e) {
        std::clog << "A request failed: " << e.what() << '\n';
        out = plain(http::status::internal_server_error);
    }
    co_return out;
}

asio::awaitable<void> server::refuse(connection& c, http::status status)
{
    response out = plain(status);
    out.set(http::field::date, date());
    out.keep_alive(false);
    out.prepare_payload();
    error_code ec;
    c.stream.expires_after(options_.write_timeout);
    co_await http::async_write(c.stream, out, asio::redirect_error(asio::use_awaitable, ec));
    // Closing with bytes unread is a reset, which may take the answer along (RFC 9112 9.6).
    c.stream.socket().shutdown(asio::socket_base::shutdown_send, ec);
    c.stream.expires_after(1s);
    for (std::size_t left = 1024 * 1024; !ec && left >= read_size;) {
        c.buffer.clear();
        left -= co_await c.stream.async_read_some(
            c.buffer.prepare(read_size), asio::redirect_error(asio::use_awaitable, ec));
    }
}

} // namespace portal
