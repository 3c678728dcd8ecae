#include "http_client.hpp"

#include "catch.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <utility>

using namespace std::chrono_literals;

namespace apideck::tests {

void run_until(asio::io_context& context, std::function<bool()> const& is_so)
{
    auto const end = std::chrono::steady_clock::now() + 20s;
    context.restart();
    while (!is_so()) {
        REQUIRE(std::chrono::steady_clock::now() < end);
        context.run_one_for(1s);
        if (context.stopped() && !is_so())
            FAIL("there is nothing left to run");
    }
}

asio::awaitable<std::optional<std::string>> send(std::uint16_t port, std::string bytes)
{
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    asio::ip::tcp::endpoint const server(asio::ip::address_v4::loopback(), port);
    boost::system::error_code ec;
    co_await socket.async_connect(server, asio::redirect_error(asio::use_awaitable, ec));
    if (ec)
        co_return std::nullopt;
    co_await asio::async_write(
        socket, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
    bool const sent = !ec;
    std::string received;
    co_await asio::async_read(
        socket, asio::dynamic_buffer(received), asio::redirect_error(asio::use_awaitable, ec));
    if (!sent || ec != asio::error::eof)
        received += "(reset)";
    co_return received;
}

std::optional<std::string> send_and_run(
    asio::io_context& context, std::uint16_t port, std::string bytes)
{
    bool done = false;
    std::optional<std::string> out;
    asio::co_spawn(context, send(port, std::move(bytes)),
        [&](std::exception_ptr e, std::optional<std::string> received) {
            done = true;
            out = std::move(received);
            if (e)
                std::rethrow_exception(e);
        });
    run_until(context, [&] { return done; });
    return out;
}

std::string http_request(std::string const& method, std::uint16_t port, std::string const& target,
    std::string const& fields, std::string const& body)
{
    std::string out = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + std::to_string(port) + "\r\nConnection: close\r\n" + fields;
    if (!body.empty())
        out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "\r\n" + body;
}

http_response http_answer(std::string const& text, bool to_head)
{
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.eager(true);
    parser.skip(to_head);
    boost::system::error_code ec;
    std::size_t const used = parser.put(asio::buffer(text), ec);
    INFO(text);
    REQUIRE_FALSE(ec);
    REQUIRE(parser.is_done());
    REQUIRE(used == text.size());
    return parser.release();
}

http_response get(asio::io_context& context, std::uint16_t port, std::string const& target)
{
    auto const text = send_and_run(context, port, http_request("GET", port, target));
    REQUIRE(text);
    return http_answer(*text);
}

} // namespace apideck::tests
