// Providers and keys that end a call before it is sent.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/loopback_stages.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

TEST_CASE("what a provider throws is the cause of an invalid_request_error")
{
    bool const coroutine = GENERATE(false, true);
    api_key key = [](key_request) -> std::string { throw std::runtime_error("the store is shut"); };
    if (coroutine)
        key = []() -> asio::awaitable<std::string> {
            throw std::runtime_error("the store is shut");
            co_return std::string();
        };
    loopback f(with_key(key));
    auto const c = f.make();
    auto const& e = c->alternative<invalid_request_error>();
    CHECK(e.field == "api_key");
    REQUIRE(e.cause);
    CHECK_THROWS_WITH(std::rethrow_exception(e.cause), "the store is shut");
    CHECK(c->error().delivery() == delivery::never);
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("a key that can't be sent is refused, from wherever it comes")
{
    auto const bad = GENERATE(as<std::string>(), "", "Bearer ", "bearer", "a\nb", "a\r\nX-Evil: 1",
        std::string("a\0b", 3), "\xC3\xA9", "a\tb", "a ");
    bool const text = GENERATE(true, false);
    CAPTURE(bad);
    loopback f([&](client_options& o) {
        if (text)
            o.api_key = bad;
        else
            o.api_key = [bad] { return bad; };
    });
    auto const c = f.make();
    CHECK(c->alternative<invalid_request_error>().field == "api_key");
    CHECK(c->error().attempts().empty());
    CHECK(f.mock->connections_accepted() == 0);
    if (bad.size() > 2)
        CHECK(c->error().message().find(bad) == std::string::npos);
}

TEST_CASE("no key at all is refused")
{
    loopback f(with_key({}));
    CHECK(f.make()->alternative<invalid_request_error>().field == "api_key");
}

TEST_CASE("a provider that is not done when its call is cancelled is cancelled, too")
{
    bool ended = false;
    bool asked = false;
    loopback f(with_key([&]() -> asio::awaitable<std::string> {
        struct at_end {
            bool& flag;
            ~at_end() { flag = true; }
        } const guard{ended};
        asked = true;
        asio::steady_timer never(co_await asio::this_coro::executor, time_point::max());
        co_await never.async_wait(asio::use_awaitable);
        co_return std::string("k");
    }));
    auto const c = f.start();
    f.run_until([&] { return asked; });
    c->signal.emit(asio::cancellation_type::terminal);
    f.finish(c);
    CHECK(c->alternative<cancelled_error>().stage == stage::api_key);
    f.run_until([&] { return ended; });
}

TEST_CASE("a provider that is not done at the deadline is cancelled, too")
{
    stay s(stage::api_key);
    call_options const options{.timeout = 50ms};
    auto const c = s.f.finish(s.start(options));
    CHECK(c->alternative<timeout_error>().stage == stage::api_key);
    CHECK(c->alternative<timeout_error>().limit == http::time_limit::total);
}

TEST_CASE("a call may be cancelled while its provider is asked for another key")
{
    bool refreshing = false;
    loopback f(with_key([&](key_request r) -> asio::awaitable<std::string> {
        if (r.refresh) {
            refreshing = true;
            asio::steady_timer never(co_await asio::this_coro::executor, time_point::max());
            co_await never.async_wait(asio::use_awaitable);
        }
        co_return std::string("k");
    }));
    f.mock->answer(mock_answer::json(401, "{}"));
    auto const c = f.start();
    f.run_until([&] { return refreshing; });
    c->signal.emit(asio::cancellation_type::total);
    f.finish(c);
    CHECK(c->alternative<cancelled_error>().stage == stage::api_key);
    CHECK(c->error().delivery() == delivery::certainly);
    CHECK(c->attempts().size() == 1);
}
