// What cancelling a call does, in each of its stages.

#include "../support/cancellation_types.hpp"
#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/loopback_stages.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using asio::cancellation_type;

namespace {

/// Limits strike after 10 s and more, waits last for 30 s.
constexpr auto at_once = 5s;

} // namespace

TEST_CASE("a cancelled call ends at once, whatever it is doing, and the next one works")
{
    auto const where = GENERATE(from_range(stages_to_stay_in()));
    auto const type = any_cancellation_type();
    CAPTURE(where, static_cast<unsigned>(type));
    stay s(where);
    auto const c = s.start();
    s.arrive();
    REQUIRE_FALSE(c->done());
    auto const before = clock::now();

    c->signal.emit(type);

    s.f.finish(c);
    CHECK(clock::now() - before < at_once);
    CHECK(c->alternative<cancelled_error>().stage == where);
    CHECK(c->error().delivery() == s.delivered());
    CHECK_FALSE(c->error().http());
    s.let_go();
    CHECK(s.f.make()->value().http.status == 200);
}

TEST_CASE("a call that loses a race of awaitables is cancelled, whatever it is doing")
{
    using namespace asio::experimental::awaitable_operators;
    auto const where = GENERATE(from_range(stages_to_stay_in()));
    CAPTURE(where);
    std::vector<std::string> lines;
    stay s(where, [&](client_options& o) {
        o.observer.on_log = [&](log_level, std::string_view line) { lines.emplace_back(line); };
    });
    asio::steady_timer go(*s.f.context, time_point::max());
    std::size_t winner = 9;
    auto const race = [&]() -> asio::awaitable<void> {
        boost::system::error_code ignored;
        Session const empty;
        Session const& session = s.session ? *s.session : empty;
        auto outcome = co_await (
            s.f.client->vault.sessions.create(session, s.needed, asio::use_awaitable)
            || go.async_wait(asio::redirect_error(asio::use_awaitable, ignored)));
        winner = outcome.index();
    };
    s.prepare();
    asio::co_spawn(*s.f.context, race, asio::detached);
    s.arrive();
    lines.clear();

    go.cancel();

    s.f.run_until([&] { return winner != 9; });
    CHECK(winner == 1);
    REQUIRE_FALSE(lines.empty());
    CHECK_THAT(lines.back(), ContainsSubstring("cancelled by the caller (during "
        + std::string(to_string(where))));
}

TEST_CASE("cancelling a call right after it was started ends it before anything is sent")
{
    loopback f;
    auto const c = f.start();
    c->signal.emit(cancellation_type::terminal);
    f.finish(c);
    CHECK(c->alternative<cancelled_error>().stage <= stage::resolve);
    CHECK(c->error().delivery() == delivery::never);
    f.settle();
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("cancelling twice is the same as cancelling once")
{
    stay s(GENERATE(from_range(stages_to_stay_in())));
    auto const c = s.start();
    s.arrive();
    c->signal.emit(cancellation_type::partial);
    c->signal.emit(cancellation_type::terminal);
    s.f.finish(c);
    CHECK(c->error().is<cancelled_error>());
    s.let_go();
}

TEST_CASE("cancelling a call that has ended does nothing")
{
    loopback f;
    auto const c = f.make();
    c->signal.emit(cancellation_type::terminal);
    f.settle();
    CHECK(c->value().http.status == 200);
    CHECK(c->completions == 1);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
}

TEST_CASE("a cancellation of no type is none")
{
    stay s(stage::queue);
    auto const c = s.start();
    s.arrive();
    c->signal.emit(cancellation_type::none);
    s.f.settle();
    CHECK_FALSE(c->done());
    s.let_go();
    CHECK(s.f.finish(c)->value().http.status == 200);
}

TEST_CASE("a waiter that is cancelled leaves the others in their order")
{
    loopback f([](client_options& o) { o.pool.max_connections = 1; });
    f.mock->answer({.hold = true});
    std::vector<std::string> order;
    f.mock->on_request([&](testing::mock_request const& r) {
        order.emplace_back(r.headers.find("X-Order").value_or("?"));
    });
    std::vector<loopback::call> calls;
    for (char const* name : {"a", "b", "c", "d"}) {
        call_options const per_call{.headers = {{"X-Order", name}}};
        calls.push_back(f.start(per_call));
    }
    f.run_until([&] { return order.size() == 1 && f.stats().waiting == 3; });
    calls[2]->signal.emit(cancellation_type::total);
    f.finish(calls[2]);
    CHECK(f.stats().waiting == 2);
    f.mock->release();
    for (auto const& c : calls)
        f.finish(c);
    CHECK(order == std::vector<std::string>{"a", "b", "d"});
    CHECK(calls[2]->alternative<cancelled_error>().stage == stage::queue);
}

TEST_CASE("a call that is cancelled between attempts keeps their history")
{
    stay s(stage::wait);
    auto const c = s.start();
    s.arrive();
    c->signal.emit(cancellation_type::terminal);
    s.f.finish(c);
    REQUIRE(c->attempts().size() == 1);
    CHECK(c->attempts()[0].status == 503);
    CHECK(c->attempts()[0].wait == 30s);
}
