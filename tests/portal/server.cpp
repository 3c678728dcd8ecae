#include <examples/portal/server.hpp>

#include "../support/catch.hpp"
#include "../support/http_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>

using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// A server that answers "hello", and holds what asks for /held until it is released.
struct served {
    explicit served(portal::server_options options = {})
        : server(std::make_shared<portal::server>(context.get_executor(), options)), held(context)
    {
        held.expires_at(asio::steady_timer::time_point::max());
        server->start([this](portal::request asked) { return answer(std::move(asked)); });
    }
    ~served()
    {
        // Whatever a test did, an end in order leaves nothing to run.
        if (std::uncaught_exceptions() != 0)
            return;
        stop(10s);
        context.restart();
        context.run();
        CHECK(stopped);
    }

    asio::awaitable<portal::response> answer(portal::request asked)
    {
        ++entered;
        if (asked.target() == "/throw")
            throw std::runtime_error("thrown on purpose");
        if (asked.target() == "/held") {
            boost::system::error_code ec;
            co_await held.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        }
        auto body = asked.target() == "/large" ? std::string(32 * 1024 * 1024, 'x') : "hello";
        co_return portal::html(beast_http::status::ok, std::move(body));
    }

    std::string raw(std::string bytes)
    {
        auto const out = send_and_run(context, server->port(), std::move(bytes));
        REQUIRE(out);
        return *out;
    }
    http_response ask(std::string const& method, std::string const& target)
    {
        return http_answer(raw(http_request(method, server->port(), target)), method == "HEAD");
    }
    /// What comes of it is seen later.
    std::shared_ptr<std::optional<std::string>> begin(std::string bytes)
    {
        auto out = std::make_shared<std::optional<std::string>>();
        asio::co_spawn(context, send(server->port(), std::move(bytes)),
            [out](std::exception_ptr, std::optional<std::string> received) {
                *out = received.value_or("refused");
            });
        return out;
    }
    void stop(std::chrono::steady_clock::duration patience)
    {
        stopped = false;
        asio::co_spawn(
            context, server->stop(patience), [this](std::exception_ptr) { stopped = true; });
    }

    asio::io_context context;
    std::shared_ptr<portal::server> server;
    asio::steady_timer held;
    int entered = 0;
    bool stopped = false;
};

} // namespace

TEST_CASE("a connection carries several requests, also pipelined ones")
{
    served f;
    auto const both = f.raw("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                            "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto const second = both.find("HTTP/1.1 200", 1);
    REQUIRE(second != both.npos);
    CHECK(http_answer(both.substr(0, second)).keep_alive());
    CHECK_FALSE(http_answer(both.substr(second)).keep_alive());
    CHECK_THAT(both, ContainsSubstring(" GMT\r\n"));
    CHECK(f.entered == 2);
}

TEST_CASE("a HEAD gets the head of what a GET gets")
{
    served f;
    auto const answer = f.ask("HEAD", "/");
    CHECK(answer[beast_http::field::content_length] == "5");
    CHECK(answer.body().empty());
}

TEST_CASE("what is too large or no HTTP is refused before anybody looks at it")
{
    served f;
    auto const large = std::string(9000, 'x');
    auto const status = [&](std::string bytes) { return http_answer(f.raw(bytes)).result(); };
    CHECK(status("GET / HTTP/1.1\r\nX: " + large + "\r\n\r\n")
        == beast_http::status::request_header_fields_too_large);
    // The rest is read, for closing with bytes unread would be a reset.
    CHECK(status("POST / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + std::string(900000, 'x'))
        == beast_http::status::payload_too_large);
    CHECK(status("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2328\r\n" + large)
        == beast_http::status::payload_too_large);
    CHECK(status("this is no HTTP\r\n\r\n") == beast_http::status::bad_request);
    CHECK(f.entered == 0);
}

TEST_CASE("who says nothing, or never ends, is left after a time")
{
    portal::server_options quick{.idle_timeout = 20ms, .read_timeout = 20ms};
    served f(quick);
    CHECK(f.raw("").empty());
    CHECK(f.raw("GET / HTTP/1.1\r\nHost:").empty());
    CHECK(f.entered == 0);
}

TEST_CASE("who does not read the answer is left after a time")
{
    portal::server_options quick{.read_timeout = 1h, .write_timeout = 20ms};
    served f(quick);
    asio::ip::tcp::socket deaf(f.context);
    deaf.connect({asio::ip::address_v4::loopback(), f.server->port()});
    asio::write(deaf, asio::buffer(http_request("GET", f.server->port(), "/large")));
    run_until(f.context, [&] { return f.entered == 1; });
    f.stop(1h);
    run_until(f.context, [&] { return f.stopped; });
}

TEST_CASE("a connection beyond the limit is closed at once, and others go on")
{
    portal::server_options one{.connections = 1};
    served f(one);
    auto const first = f.begin(http_request("GET", f.server->port(), "/held"));
    run_until(f.context, [&] { return f.entered == 1; });
    CHECK(f.raw("").empty());
    f.held.cancel();
    run_until(f.context, [&] { return first->has_value(); });
    CHECK(http_answer(**first).body() == "hello");
}

TEST_CASE("a handler that throws is a 500 and the server goes on")
{
    served f;
    auto const answer = f.ask("GET", "/throw");
    CHECK(answer.result() == beast_http::status::internal_server_error);
    CHECK_THAT(answer.body(), !ContainsSubstring("on purpose"));
    CHECK(f.ask("GET", "/").body() == "hello");
}

TEST_CASE("an end in order: nobody new, nobody idle, and who asked gets the answer")
{
    served f;
    auto const asked = f.begin("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
    run_until(f.context, [&] { return f.entered == 1; });
    auto const idle = f.begin("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    run_until(f.context, [&] { return f.entered == 2; });

    f.stop(1h);
    run_until(f.context, [&] { return idle->has_value(); });
    CHECK(http_answer(**idle).body() == "hello");
    CHECK_FALSE(send_and_run(f.context, f.server->port(), ""));
    CHECK_FALSE(asked->has_value());
    CHECK_FALSE(f.stopped);

    f.held.cancel();
    run_until(f.context, [&] { return f.stopped && asked->has_value(); });
    auto const answer = http_answer(**asked);
    CHECK(answer.body() == "hello");
    CHECK_FALSE(answer.keep_alive());
}

TEST_CASE("an end that takes too long cancels what still runs")
{
    served f;
    auto const asked = f.begin(http_request("GET", f.server->port(), "/held"));
    run_until(f.context, [&] { return f.entered == 1; });
    f.stop(1ms);
    run_until(f.context, [&] { return f.stopped && asked->has_value(); });
    CHECK((*asked)->empty());
}
