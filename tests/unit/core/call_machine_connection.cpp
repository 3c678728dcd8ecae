#include <tests/support/call_machine.hpp>
#include <tests/support/catch.hpp>

#include <chrono>

// What follows a dead connection or a refused key, and operations that may not be repeated.

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

constexpr action replace_connection{action::kind::send, retry_reason::new_connection};
constexpr action refresh_key{action::kind::refresh_key, retry_reason::new_key};
constexpr action first_back_off = back_off(500ms);

attempt_outcome dead_connection(delivery d) { return {.delivery = d, .reused_connection = true}; }

attempt_outcome refused_key()
{
    return {.status = 401, .delivery = delivery::certainly, .key_may_change = true};
}

} // namespace

TEST_CASE("a reused connection that is dead is replaced at once", "[call_machine]")
{
    CHECK(after_first(dead_connection(delivery::never)) == replace_connection);
    CHECK(after_first(dead_connection(delivery::possibly)) == replace_connection);
}

TEST_CASE("a reused connection is not replaced once an answer has begun", "[call_machine]")
{
    CHECK(after_first(dead_connection(delivery::certainly)) == first_back_off);
}

TEST_CASE("a new connection that is dead is not replaced but retried", "[call_machine]")
{
    CHECK(after_first({.delivery = delivery::never}) == first_back_off);
    CHECK(after_first({.delivery = delivery::possibly}) == first_back_off);
}

TEST_CASE("a connection is replaced once a call", "[call_machine]")
{
    call_machine machine(usual, true, start, far_deadline);
    CHECK(machine.after(dead_connection(delivery::possibly), start, 1) == replace_connection);
    CHECK(machine.after(dead_connection(delivery::possibly), start, 1) == first_back_off);
    CHECK(machine.after(dead_connection(delivery::never), start, 0).what == action::kind::wait);
}

TEST_CASE("the replacement of a connection costs no attempt and no growth", "[call_machine]")
{
    retry_policy const policy{.max_attempts = 2};
    call_machine machine(policy, true, start, far_deadline);
    CHECK(machine.after(dead_connection(delivery::possibly), start, 1) == replace_connection);
    CHECK(machine.after(answered(503), start, 1) == first_back_off);
    CHECK(machine.after(answered(503), start, 1) == done);
}

TEST_CASE(
    "a connection is replaced though the policy retries no connection errors", "[call_machine]")
{
    retry_policy policy;
    policy.retry_connection_errors = false;
    CHECK(after_first(dead_connection(delivery::possibly), policy) == replace_connection);
}

TEST_CASE("without retries there is one request, bar one that was never sent", "[call_machine]")
{
    auto const none = retry_policy::none();
    CHECK(none.max_attempts == 1);
    CHECK(after_first(answered(503), none) == done);
    CHECK(after_first({.delivery = delivery::never}, none) == done);
    CHECK(after_first({.delivery = delivery::possibly}, none) == done);
    CHECK(after_first(dead_connection(delivery::possibly), none) == done);
    CHECK(after_first(dead_connection(delivery::never), none) == replace_connection);

    call_machine machine(none, true, start, far_deadline);
    CHECK(machine.after(dead_connection(delivery::never), start, 1) == replace_connection);
    CHECK(machine.after(dead_connection(delivery::never), start, 1) == done);
}

TEST_CASE(
    "an operation that may not be repeated is repeated where nothing was sent", "[call_machine]")
{
    CHECK(after_first({.delivery = delivery::never}, {}, false) == first_back_off);
    CHECK(after_first({.delivery = delivery::possibly}, {}, false) == done);
    CHECK(after_first({.delivery = delivery::certainly}, {}, false) == done);
    CHECK(after_first(answered(503), {}, false) == done);
    CHECK(after_first(dead_connection(delivery::never), {}, false) == replace_connection);
    CHECK(after_first(dead_connection(delivery::possibly), {}, false) == done);
}

TEST_CASE("a refused key is asked for anew once a call", "[call_machine]")
{
    call_machine machine(usual, true, start, far_deadline);
    CHECK(machine.after(refused_key(), start, 1) == refresh_key);
    CHECK(machine.after(refused_key(), start, 1) == done);
}

TEST_CASE("a refused key that can't change is final", "[call_machine]")
{
    CHECK(after_first(answered(401)) == done);
}

TEST_CASE("a refused key is final without retries", "[call_machine]")
{
    CHECK(after_first(refused_key(), retry_policy::none()) == done);
}

TEST_CASE("a new key costs no attempt and no growth", "[call_machine]")
{
    retry_policy const policy{.max_attempts = 2};
    call_machine machine(policy, true, start, far_deadline);
    CHECK(machine.after(refused_key(), start, 1) == refresh_key);
    CHECK(machine.after(answered(503), start, 1) == first_back_off);
    CHECK(machine.after(answered(503), start, 1) == done);
}

TEST_CASE("a key that was refused is asked for anew for any operation", "[call_machine]")
{
    // The refused request had no effect.
    CHECK(after_first(refused_key(), {}, false) == refresh_key);
}

TEST_CASE("a call may see a new connection, a new key and retries", "[call_machine]")
{
    retry_policy const policy{.max_attempts = 2};
    call_machine machine(policy, true, start, far_deadline);
    CHECK(machine.after(dead_connection(delivery::possibly), start, 1) == replace_connection);
    CHECK(machine.after(refused_key(), start, 1) == refresh_key);
    CHECK(machine.after({.delivery = delivery::possibly}, start, 1) == first_back_off);
    CHECK(machine.after(answered(500), start, 1) == done);
}
