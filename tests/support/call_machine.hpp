#ifndef APIDECK_TESTS_SUPPORT_CALL_MACHINE_HPP
#define APIDECK_TESTS_SUPPORT_CALL_MACHINE_HPP

#include <apideck/core/call_machine.hpp>

#include <chrono>
#include <optional>

namespace apideck::tests {

using core::action;
using core::attempt_outcome;
using core::call_machine;

inline constexpr time_point start{std::chrono::hours(1000)};
inline constexpr time_point far_deadline = start + std::chrono::hours(1000);
inline constexpr action done{};
inline retry_policy const usual;

constexpr action back_off(duration wait)
{
    return {action::kind::wait, retry_reason::backoff, wait};
}

inline attempt_outcome answered(int status, std::optional<duration> retry_after = {})
{
    return {.status = status, .delivery = delivery::certainly, .retry_after = retry_after};
}

/// What follows the first attempt, with full jitter and at its very start.
inline action after_first(attempt_outcome const& outcome, retry_policy const& policy = {},
    bool repeatable = true, time_point deadline = far_deadline)
{
    return call_machine(policy, repeatable, start, deadline).after(outcome, start, 1);
}

} // namespace apideck::tests

#endif
