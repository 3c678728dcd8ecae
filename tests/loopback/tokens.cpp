// Completion tokens, and where and when handlers run.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE("a call can be awaited, with and without a token")
{
    loopback f;
    int created = 0;
    auto const run = [&]() -> asio::awaitable<void> {
        Session const session;
        call_options const options;
        auto r = co_await f.client->vault.sessions.create(session);
        created += r.has_value() ? 1 : 0;
        r = co_await f.client->vault.sessions.create(session, options);
        created += r.has_value() ? 1 : 0;
        r = co_await f.client->vault.sessions.create();
        created += r.has_value() ? 1 : 0;
        r = co_await f.client->vault.sessions.create(std::nullopt, options);
        created += r.has_value() ? 1 : 0;
        r = co_await f.client->vault.sessions.create(session, asio::use_awaitable);
        created += r.has_value() ? 1 : 0;
        auto operation = f.client->vault.sessions.create(session, asio::deferred);
        r = co_await std::move(operation);
        created += r.has_value() ? 1 : 0;
    };
    bool done = false;
    asio::co_spawn(*f.context, run, [&](std::exception_ptr e) { done = !e; });
    f.run_until([&] { return done; });
    CHECK(created == 6);
    CHECK(f.mock->requests()[2].body.empty());
    CHECK(f.mock->requests()[0].body == "{}");
}

TEST_CASE("the standalone function is the same as the member, on a client and on a resource")
{
    loopback f;
    Session session;
    session.redirect_uri = "u";
    call_options const options;
    int created = 0;
    auto const count = [&](create_session_result r) { created += r.has_value() ? 1 : 0; };
    create_session(*f.client, session, count);
    create_session(f.client->vault.sessions, session, options, count);
    create_session(*f.client, std::nullopt, count);
    create_session(*f.client, std::nullopt, options, count);
    f.run_until([&] { return created == 4; });
    CHECK(f.mock->requests().size() == 4);
}

TEST_CASE("a deferred call is not begun before it is asked for")
{
    loopback f;
    auto operation = f.client->vault.sessions.create(asio::deferred);
    f.settle();
    f.check_pool(0, 0, 0, 0);
    bool done = false;
    std::move(operation)([&](create_session_result r) { done = r.has_value(); });
    f.run_until([&] { return done; });
}

TEST_CASE("a call gives a future")
{
    loopback f;
    auto future = f.client->vault.sessions.create(asio::use_future);
    f.run_until([&] { return future.wait_for(0s) == std::future_status::ready; });
    CHECK(future.get().has_value());
}

TEST_CASE("a handler that can only be moved is taken")
{
    loopback f;
    auto flag = std::make_unique<bool>(false);
    bool* const seen = flag.get();
    bool done = false;
    f.client->vault.sessions.create([&done, flag = std::move(flag)](create_session_result r) {
        *flag = r.has_value();
        done = *flag;
    });
    CHECK_FALSE(*seen);
    f.run_until([&] { return done; });
}

TEST_CASE("a handler runs on the executor that is bound to it")
{
    loopback f;
    asio::thread_pool other(1);
    std::thread::id ran_on;
    bool done = false;
    f.client->vault.sessions.create(asio::bind_executor(other, [&](create_session_result) {
        ran_on = std::this_thread::get_id();
        asio::post(*f.context, [&] { done = true; });
    }));
    f.run_until([&] { return done; });
    CHECK(ran_on != std::thread::id());
    CHECK(ran_on != std::this_thread::get_id());
    other.join();
}

TEST_CASE("a handler runs in the strand that is bound to it")
{
    loopback f;
    auto const strand = asio::make_strand(*f.context);
    std::optional<bool> inside;
    f.client->vault.sessions.create(asio::bind_executor(
        strand, [&](create_session_result) { inside = strand.running_in_this_thread(); }));
    f.run_until([&] { return inside.has_value(); });
    CHECK(*inside);
}

TEST_CASE("an error that is found at once is told later, not from within the call")
{
    loopback f([](client_options& o) { o.app_id = ""; });
    auto const c = f.start();
    CHECK_FALSE(c->done());
    f.finish(c);
    CHECK(c->alternative<invalid_request_error>().field == "app_id");
}

TEST_CASE("a handler may make the next call, and destroy the client")
{
    loopback f;
    bool done = false;
    f.client->vault.sessions.create([&](create_session_result first) {
        REQUIRE(first);
        f.client->vault.sessions.create([&](create_session_result second) {
            f.client.reset();
            done = second.has_value();
        });
    });
    f.run_until([&] { return done; });
}

TEST_CASE("what a handler throws leaves through run(), and the connection is kept")
{
    loopback f;
    f.client->vault.sessions.create([](create_session_result) { throw 7; });
    CHECK_THROWS_AS(f.run_until([] { return false; }), int);
    f.check_pool(0, 1, 0, 1);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
}
