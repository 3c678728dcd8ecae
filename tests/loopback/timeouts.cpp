// Which limit of time strikes in which stage.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/loopback_stages.hpp"

#include <chrono>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using http::time_limit;

namespace {

/// Long enough to get to the stage before it strikes.
constexpr auto limit = 100ms;
constexpr auto at_once = 10s;

call_options with(time_limit which)
{
    call_options out;
    out.retries = retry_policy::none();
    if (which == time_limit::total)
        out.timeout = limit;
    else if (which == time_limit::attempt)
        out.attempt_timeout = limit;
    else
        out.connect_timeout = limit;
    return out;
}

void check_strikes(stage where, time_limit which)
{
    CAPTURE(where, to_string(which));
    stay s(where);
    auto options = with(which);
    if (where == stage::wait)
        options.retries.reset();

    auto const c = s.f.finish(s.start(options));

    auto const& e = c->alternative<timeout_error>();
    CHECK(e.stage == where);
    CHECK(e.limit == which);
    CHECK(c->error().delivery() == s.delivered());
    CHECK_FALSE(c->error().http());
    CHECK(c->took >= limit);
    CHECK(c->took < at_once);

    s.let_go();
    CHECK(s.f.make()->value().http.status == 200);
}

} // namespace

TEST_CASE("the limit of the whole call strikes in every stage")
{
    // A wait that can't end before the deadline is not begun: see "retries".
    auto const where = GENERATE(stage::api_key, stage::queue, stage::resolve, stage::connect,
        stage::proxy, stage::handshake, stage::write, stage::read_head, stage::read_body);
    check_strikes(where, time_limit::total);
}

TEST_CASE("the limit of an attempt strikes in every stage that has a connection")
{
    auto const where = GENERATE(stage::resolve, stage::connect, stage::proxy, stage::handshake,
        stage::write, stage::read_head, stage::read_body);
    check_strikes(where, time_limit::attempt);
}

TEST_CASE("the limit of connecting strikes while a connection is opened")
{
    check_strikes(GENERATE(stage::resolve, stage::connect, stage::proxy, stage::handshake),
        time_limit::connect);
}

TEST_CASE("the limit of connecting does not go on once the connection is open")
{
    loopback f;
    f.mock->answer({.hold = true});
    call_options const options{.connect_timeout = limit};
    auto const c = f.start(options);
    f.run_until([&] { return !f.mock->requests().empty(); });
    f.run_for(2 * limit);
    CHECK_FALSE(c->done());
    f.mock->release();
    CHECK(f.finish(c)->value().http.status == 200);
}

TEST_CASE("waiting for a connection does not count towards the limit of an attempt")
{
    stay s(stage::queue);
    call_options const options{.attempt_timeout = limit, .connect_timeout = limit};
    auto const c = s.start(options);
    s.arrive();
    s.f.run_for(2 * limit);
    CHECK_FALSE(c->done());
    s.let_go();
    CHECK(s.f.finish(c)->value().http.status == 200);
}

TEST_CASE("the shorter of two limits is the one that is told")
{
    stay s(stage::read_head);
    call_options const options{
        .timeout = 20s, .attempt_timeout = limit, .retries = retry_policy::none()};
    CHECK(s.f.finish(s.start(options))->alternative<timeout_error>().limit == time_limit::attempt);
}

TEST_CASE("the deadline of a call holds across its attempts")
{
    loopback f;
    REQUIRE(f.make()->value().http.status == 200);
    f.mock->answer(retry_in(503, "1"));
    f.mock->answer(testing::mock_answer::stall());
    call_options const options{.timeout = 2 * limit};
    auto const c = f.make(options);
    CHECK(c->alternative<timeout_error>().limit == time_limit::total);
    REQUIRE(c->attempts().size() == 2);
    CHECK(c->attempts()[0].status == 503);
    CHECK(c->error().delivery() == delivery::certainly);
}

TEST_CASE("a call may have no limit of time at all")
{
    loopback f;
    call_options const options{.timeout = duration::max(),
        .attempt_timeout = duration::max(),
        .connect_timeout = duration::max()};
    CHECK(f.make(options)->value().http.status == 200);
}
