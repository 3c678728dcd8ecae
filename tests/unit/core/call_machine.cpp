#include <tests/support/call_machine.hpp>
#include <tests/support/catch.hpp>

#include <chrono>
#include <optional>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

constexpr action as_the_server_said(duration wait)
{
    return {action::kind::wait, retry_reason::retry_after, wait};
}

attempt_outcome failed(delivery d) { return {.delivery = d}; }

} // namespace

TEST_CASE("the default policy retries what may pass, and nothing else", "[call_machine]")
{
    for (int status = 300; status != 600; ++status) {
        CAPTURE(status);
        bool const retried = status == 408 || status == 429 || status == 500 || status == 502
            || status == 503 || status == 504;
        CHECK(after_first(answered(status)) == (retried ? back_off(500ms) : done));
    }
}

TEST_CASE("only the statuses of the policy are retried", "[call_machine]")
{
    retry_policy policy;
    policy.status_codes = {409};
    CHECK(after_first(answered(409), policy) == back_off(500ms));
    CHECK(after_first(answered(503), policy) == done);
    policy.status_codes.clear();
    CHECK(after_first(answered(409), policy) == done);
    CHECK(after_first(failed(delivery::possibly), policy) == back_off(500ms));
}

TEST_CASE("a call without an answer is retried where the policy says so", "[call_machine]")
{
    for (auto const d : {delivery::never, delivery::possibly, delivery::certainly}) {
        CAPTURE(d);
        CHECK(after_first(failed(d)) == back_off(500ms));
        retry_policy policy;
        policy.retry_connection_errors = false;
        CHECK(after_first(failed(d), policy) == done);
    }
}

TEST_CASE(
    "an attempt that ran out of its time is retried as one without an answer", "[call_machine]")
{
    attempt_outcome outcome = failed(delivery::possibly);
    outcome.timed_out = true;
    CHECK(after_first(outcome) == back_off(500ms));
    outcome.reused_connection = true; // slow is not dead
    CHECK(after_first(outcome) == back_off(500ms));
}

TEST_CASE("a failure that another attempt would meet again is final", "[call_machine]")
{
    for (bool const reused : {false, true}) {
        CAPTURE(reused);
        attempt_outcome outcome = failed(delivery::never);
        outcome.permanent = true;
        outcome.reused_connection = reused;
        CHECK(after_first(outcome) == done);
    }
}

TEST_CASE("the wait grows from retry to retry up to its limit", "[call_machine]")
{
    retry_policy policy{.initial_interval = 100ms,
        .max_interval = 2s,
        .exponent = 3,
        .max_elapsed_time = 1h,
        .max_attempts = 7};
    call_machine machine(policy, true, start, far_deadline);
    for (duration const wait : {100ms, 300ms, 900ms, 2000ms, 2000ms, 2000ms}) {
        CAPTURE(wait);
        CHECK(machine.after(answered(503), start, 1) == back_off(wait));
    }
    CHECK(machine.after(answered(503), start, 1) == done);
}

TEST_CASE("a first wait beyond the limit is the limit", "[call_machine]")
{
    CHECK(after_first(answered(503), {.initial_interval = 5s, .max_interval = 1s}) == back_off(1s));
    CHECK(after_first(answered(503), {.max_interval = 0s}) == back_off(0s));
}

TEST_CASE("jitter takes any part of the wait", "[call_machine]")
{
    struct row {
        double jitter;
        duration wait;
    };
    constexpr row rows[] = {{0, 0ms}, {0.25, 125ms}, {0.5, 250ms}, {1, 500ms},
        // Out of its range it is the nearest end.
        {-1, 0ms}, {2, 500ms}, {-0.0, 0ms}};
    for (auto const& [jitter, wait] : rows) {
        CAPTURE(jitter);
        call_machine machine(usual, true, start, far_deadline);
        CHECK(machine.after(answered(503), start, jitter) == back_off(wait));
    }
}

TEST_CASE("an exponent of one keeps the wait", "[call_machine]")
{
    retry_policy const policy{.exponent = 1, .max_attempts = 3};
    call_machine machine(policy, true, start, far_deadline);
    CHECK(machine.after(answered(503), start, 1) == back_off(500ms));
    CHECK(machine.after(answered(503), start, 1) == back_off(500ms));
}

TEST_CASE("the server's word on the wait counts in place of the back-off", "[call_machine]")
{
    CHECK(after_first(answered(429, 7s)) == as_the_server_said(7s));
    CHECK(after_first(answered(503, 0s)) == as_the_server_said(0s));
    // Jitter has no part in it.
    call_machine machine(usual, true, start, far_deadline);
    CHECK(machine.after(answered(503, 7s), start, 0) == as_the_server_said(7s));
}

TEST_CASE("the server's word on the wait counts up to the longest interval", "[call_machine]")
{
    retry_policy policy{.max_interval = 10s};
    CHECK(after_first(answered(429, 10s), policy) == as_the_server_said(10s));
    CHECK(after_first(answered(429, 11s), policy) == as_the_server_said(10s));
    CHECK(after_first(answered(429, duration::max()), policy) == as_the_server_said(10s));
}

TEST_CASE("the server's word on the wait makes no status one to retry", "[call_machine]")
{
    CHECK(after_first(answered(403, 1s)) == done);
    CHECK(after_first(answered(400, 0s)) == done);
}

TEST_CASE("no more attempts are made than allowed", "[call_machine]")
{
    for (unsigned const most : {1u, 2u, 5u}) {
        CAPTURE(most);
        retry_policy const policy{.max_elapsed_time = 1h, .max_attempts = most};
        call_machine machine(policy, true, start, far_deadline);
        unsigned attempts = 1;
        while (machine.after(answered(503), start, 0) != done)
            ++attempts;
        CHECK(attempts == most);
    }
}

TEST_CASE("no retry is begun later than the longest time for retries", "[call_machine]")
{
    retry_policy const policy{.max_elapsed_time = 10s};
    struct row {
        duration elapsed;
        duration wait;
        bool retried;
    };
    constexpr row rows[] = {
        {0s, 10s, true},
        {9s, 1s, true},
        {10s, 0s, true},
        {0s, 10s + 1ns, false},
        {9s, 1s + 1ns, false},
        {10s + 1ns, 0s, false},
    };
    for (auto const& [elapsed, wait, retried] : rows) {
        CAPTURE(elapsed, wait);
        call_machine machine(policy, true, start, far_deadline);
        CHECK(machine.after(answered(503, wait), start + elapsed, 1)
            == (retried ? as_the_server_said(wait) : done));
    }
}

TEST_CASE("a wait that can't end before the deadline is not begun", "[call_machine]")
{
    auto const deadline = start + 10s;
    struct row {
        duration elapsed;
        duration wait;
        bool retried;
    };
    constexpr row rows[] = {
        {0s, 10s - 1ns, true},
        {9s, 1s - 1ns, true},
        {0s, 10s, false},
        {9s, 1s, false},
        {10s, 0s, false},
        {11s, 0s, false},
    };
    for (auto const& [elapsed, wait, retried] : rows) {
        CAPTURE(elapsed, wait);
        call_machine machine(usual, true, start, deadline);
        CHECK(machine.after(answered(503, wait), start + elapsed, 1)
            == (retried ? as_the_server_said(wait) : done));
    }
    // The same for a back-off, which jitter may bring below it.
    CHECK(call_machine(usual, true, start, start + 400ms).after(answered(503), start, 1) == done);
    CHECK(call_machine(usual, true, start, start + 400ms).after(answered(503), start, 0.5)
        == back_off(250ms));
}

TEST_CASE("durations at the end of their range do not overflow", "[call_machine]")
{
    retry_policy policy{.initial_interval = duration::max(),
        .max_interval = duration::max(),
        .exponent = 1e300,
        .max_elapsed_time = duration::max(),
        .max_attempts = 1000};
    CHECK(after_first(answered(503), policy) == done); // it would wait beyond any deadline
    CHECK(after_first(answered(503, duration::max()), policy) == done);
    call_machine machine(policy, true, start, time_point::max());
    for (int i = 0; i != 900; ++i)
        CHECK(machine.after(answered(503), start, 0) == back_off(0s));

    policy.initial_interval = 0s; // zero times infinity
    policy.max_interval = 1s;
    call_machine zero(policy, true, start, time_point::max());
    for (int i = 0; i != 3; ++i)
        CHECK(zero.after(answered(503), start, 0) == back_off(0s));
}
