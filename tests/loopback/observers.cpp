// What an observer is told.

#include "../support/catch.hpp"
#include "../support/seen.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

TEST_CASE("an observer sees each attempt, and what follows it")
{
    seen s;
    loopback f(s.watch());
    f.mock->answer(retry_in(503, "1"));
    f.make();
    REQUIRE(s.attempts.size() == 2);
    CHECK(s.operations == std::vector<std::string>(2, "vault.sessions.create"));
    CHECK(s.attempts[0].status == 503);
    CHECK(s.attempts[0].request_id == "mock-1");
    CHECK(s.attempts[0].next == retry_reason::retry_after);
    CHECK(s.attempts[0].wait == 1ms);
    CHECK(s.attempts[1].number == 2);
    CHECK(s.attempts[1].next == retry_reason::none);
    CHECK(s.attempts[1].reused_connection);
}

TEST_CASE("the timings of an attempt's stages add up to no more than the attempt")
{
    seen s;
    loopback f(s.watch());
    f.make();
    REQUIRE(s.attempts.size() == 1);
    auto const& a = s.attempts[0];
    duration sum{};
    for (auto const& part : {a.times.queue, a.times.resolve, a.times.connect, a.times.handshake,
             a.times.write, a.times.read_head, a.times.read_body}) {
        REQUIRE(part);
        CHECK(*part >= 0s);
        sum += *part;
    }
    CHECK(sum <= a.total);
    CHECK(a.total > 0s);
}

TEST_CASE("an observer sees the attempt that a limit or the caller ended")
{
    seen s;
    loopback f(s.watch());
    f.make();
    f.mock->answer(mock_answer::stall());
    call_options const options{.timeout = 50ms};
    f.make(options);
    REQUIRE(s.attempts.size() == 2);
    CHECK(s.attempts[1].error == boost::asio::error::timed_out);
    CHECK(s.attempts[1].stage == stage::read_head);
}

TEST_CASE("the log has a line an attempt and one for the end")
{
    seen s;
    loopback f(s.watch());
    f.mock->answer(mock_answer::json(418, "{}"));
    f.make();
    REQUIRE(s.lines.size() == 2);
    CHECK_THAT(s.lines[0], ContainsSubstring("vault.sessions.create attempt 1: 418"));
    CHECK_THAT(s.lines[1], ContainsSubstring("vault.sessions.create: 418"));
    CHECK(s.levels == std::vector{log_level::debug, log_level::error});
    f.make();
    CHECK(s.lines.back() == "vault.sessions.create: 200");
    CHECK(s.levels.back() == log_level::info);
}

TEST_CASE("observers that throw don't harm the call")
{
    loopback f([](client_options& o) {
        o.observer.on_attempt = [](attempt_event const&) { throw std::runtime_error("a"); };
        o.observer.on_log = [](log_level, std::string_view) { throw 7; };
    });
    f.mock->answer(mock_answer::json(503, "{}"));
    CHECK(f.make()->value().http.attempts.size() == 2);
    f.mock->answer(mock_answer::json(418, "{}"));
    CHECK(f.make()->alternative<api_error>().status == 418);
}
