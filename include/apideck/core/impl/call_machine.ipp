#ifndef APIDECK_CORE_IMPL_CALL_MACHINE_IPP
#define APIDECK_CORE_IMPL_CALL_MACHINE_IPP

#include <apideck/core/call_machine.hpp>
#include <apideck/http/message.hpp>

#include <algorithm>
#include <cmath>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

APIDECK_DECL call_machine::call_machine(
    retry_policy const& policy, bool repeatable, time_point start, time_point deadline)
    : policy_(policy), repeatable_(repeatable), start_(start), deadline_(deadline)
{
}

APIDECK_DECL action call_machine::after(
    attempt_outcome const& outcome, time_point now, double jitter)
{
    if (outcome.key_may_change && !refreshed_ && policy_.max_attempts > 1) {
        refreshed_ = true;
        return {action::kind::refresh_key, retry_reason::new_key};
    }
    if (may_replace_connection(outcome)) {
        replaced_ = true;
        return {action::kind::send, retry_reason::new_connection};
    }
    if (!may_retry(outcome))
        return {};
    duration const wait = outcome.retry_after ? (std::min)(*outcome.retry_after, policy_.max_interval)
                                              : backoff(jitter);
    time_point const next = http::saturating_add(now, wait);
    if (next >= deadline_ || next > http::saturating_add(start_, policy_.max_elapsed_time))
        return {};
    ++attempts_;
    auto const reason = outcome.retry_after ? retry_reason::retry_after : retry_reason::backoff;
    return {action::kind::wait, reason, wait};
}

// A server may close an idle connection at the moment a request goes out on it: that says nothing
// about the server's health, so it costs no attempt. Once bytes may have gone this repeats the
// request, which only a policy with retries and a repeatable operation allow.
APIDECK_DECL bool call_machine::may_replace_connection(attempt_outcome const& outcome) const
{
    if (replaced_ || !outcome.reused_connection || outcome.timed_out || outcome.permanent)
        return false;
    if (outcome.delivery == delivery::never)
        return true;
    return outcome.delivery == delivery::possibly && repeatable_ && policy_.max_attempts > 1;
}

APIDECK_DECL bool call_machine::may_retry(attempt_outcome const& outcome) const
{
    if (attempts_ >= policy_.max_attempts)
        return false;
    if (!repeatable_ && outcome.delivery != delivery::never)
        return false;
    auto const& retried = policy_.status_codes;
    if (outcome.status)
        return std::find(retried.begin(), retried.end(), *outcome.status) != retried.end();
    return policy_.retry_connection_errors && !outcome.permanent;
}

APIDECK_DECL duration call_machine::backoff(double jitter) const
{
    using floating = std::chrono::duration<double, duration::period>;
    double const grown = floating(policy_.initial_interval).count()
        * std::pow(policy_.exponent, static_cast<double>(attempts_ - 1));
    double const most = floating(policy_.max_interval).count();
    // Written so that a NaN (0 times infinity) takes the limit.
    double const wait = std::clamp(jitter, 0.0, 1.0) * (grown < most ? grown : most);
    // A double rounds the longest duration up to a value that no longer fits.
    return wait >= static_cast<double>((duration::max)().count())
        ? (duration::max)()
        : duration(static_cast<duration::rep>(wait));
}

} // namespace apideck::core

#endif
