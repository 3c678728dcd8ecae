// The deadline of a call that makes several attempts.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::api_error;
using apideck::retry_reason;
using apideck::stage;
using apideck::timeout_error;
using apideck::http::time_limit;

TEST_CASE("attempts and waits count against one deadline that holds exactly", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 1s;
    busy(vault.script, 200ms).after(300ms);
    busy(vault.script, 150ms).after(100ms);
    vault.script.stall(stage::read_body);

    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e) == timeout_error{time_limit::total, stage::read_body});
    CHECK(vault.elapsed() == 1s);
    REQUIRE(e.attempts().size() == 3);
    CHECK(e.attempts()[2].total == 250ms);
}

TEST_CASE("all attempts of a call have the same deadline", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 7s;
    busy(vault.script, 2s).after(1s);
    vault.succeed();
    REQUIRE(vault.call());
    REQUIRE(vault.sent() == 2);
    CHECK(vault.script.requests()[0].options.deadline == vault.begin + 7s);
    CHECK(vault.script.requests()[1].options.deadline == vault.begin + 7s);
    CHECK(vault.script.requests()[1].at == vault.begin + 3s);
}

TEST_CASE("a wait that would pass the deadline is not begun", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 5s;
    vault.script.reply(503, R"({"message":"busy"})", {{"Retry-After", "10"}}).after(1s);
    vault.succeed();

    auto const e = vault.failure();
    CHECK(expect<api_error>(e).status == 503);
    CHECK(expect<api_error>(e).message == "busy");
    CHECK(e.retry_after() == std::optional<apideck::duration>(10s));
    CHECK(vault.elapsed() == 1s);
    CHECK(vault.sent() == 1);
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].next == retry_reason::none);
    CHECK(e.attempts()[0].wait == 0s);
}

TEST_CASE("a wait up to the very deadline is not begun", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 5s;
    busy(vault.script, 5000ms);
    CHECK(expect<api_error>(vault.failure()).status == 503);
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("a wait that ends just before the deadline leaves the rest to the attempt", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 5s;
    busy(vault.script, 4999ms);
    vault.script.stall(stage::connect);
    CHECK(expect<timeout_error>(vault.failure())
        == timeout_error{time_limit::total, stage::connect});
    CHECK(vault.elapsed() == 5s);
}

TEST_CASE(
    "a connection error whose retry would pass the deadline is the call's error", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 1s;
    vault.options.retries = without_backoff();
    vault.script.fail(apideck::asio::error::connection_refused, stage::connect);
    vault.script.fail(apideck::asio::error::connection_reset, stage::read_head).after(1s - 1ns);
    vault.options.retries.initial_interval = 0s;
    vault.script.stall(stage::resolve);
    CHECK(expect<timeout_error>(vault.failure())
        == timeout_error{time_limit::total, stage::resolve});
    CHECK(vault.elapsed() == 1s);
}

TEST_CASE("no retry begins later than max_elapsed_time after the call's start", "[deadline]")
{
    scripted_vault vault;
    vault.options.retries.max_elapsed_time = 3s;
    busy(vault.script, 2s).after(1s);
    busy(vault.script, 1ms);
    CHECK(expect<api_error>(vault.failure()).status == 503);
    // The first retry begins at the last moment, the second would be too late.
    CHECK(vault.sent() == 2);
    CHECK(vault.elapsed() == 3s);
}

TEST_CASE("max_elapsed_time does not cut an attempt that runs", "[deadline]")
{
    scripted_vault vault;
    vault.options.retries.max_elapsed_time = 1s;
    vault.succeed().after(10s);
    CHECK(vault.call());
    CHECK(vault.elapsed() == 10s);
}

TEST_CASE("an attempt that ran into its own limit is tried again", "[deadline]")
{
    scripted_vault vault;
    vault.options.attempt_timeout = 3s;
    vault.options.retries = without_backoff();
    vault.script.stall(stage::read_head);
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(vault.elapsed() == 3s);
    CHECK(created->http.attempts.at(0).error == apideck::asio::error::timed_out);
    CHECK(created->http.attempts.at(0).next == retry_reason::backoff);
}

TEST_CASE("a call's limits replace its client's", "[deadline]")
{
    scripted_vault vault;
    vault.succeed();
    apideck::call_options const call{
        .timeout = 6s, .attempt_timeout = 5s, .connect_timeout = 4s};
    REQUIRE(vault.call(call));
    auto const& request = vault.script.requests().at(0);
    CHECK(request.options.deadline - request.at == 6s);
    CHECK(request.options.attempt_timeout == 5s);
    CHECK(request.options.connect_timeout == 4s);
}

TEST_CASE("the longest timeout there is never strikes", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = apideck::duration::max();
    vault.options.attempt_timeout = apideck::duration::max();
    vault.options.connect_timeout = apideck::duration::max();
    busy(vault.script, 50s);
    vault.succeed().after(24h);
    CHECK(vault.call());
    CHECK(vault.elapsed() == 24h + 50s);
}
