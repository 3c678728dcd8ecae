#ifndef APIDECK_CORE_CALL_MACHINE_HPP
#define APIDECK_CORE_CALL_MACHINE_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>
#include <apideck/retry_policy.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// How one attempt ended, as far as that decides what follows.
struct attempt_outcome {
    /// The answer's status, or nothing if no whole answer arrived.
    std::optional<int> status{};
    apideck::delivery delivery{};
    bool reused_connection{};
    /// The attempt ran into a time limit.
    bool timed_out{};
    /// Another attempt would meet the same failure.
    bool permanent{};
    /// The answer refused the key, and there is a provider to ask for another.
    bool key_may_change{};
    std::optional<duration> retry_after{};
};

/// What to do next.
struct action {
    enum class kind : std::uint8_t { done, send, refresh_key, wait };

    kind what{kind::done};
    /// For `send` and `wait`: why the next attempt is made.
    retry_reason reason{};
    /// For `wait`: how long.
    duration wait{};

    friend bool operator==(action const&, action const&) = default;
};

/** Decides which attempts a call makes. It has no clock, no randomness and no I/O: time and jitter
    are arguments, and `call` does what it says. */
class call_machine {
public:
    /// @param policy Must outlive the machine.
    /// @param repeatable Whether the operation may be sent again after it may have been received.
    call_machine(
        retry_policy const& policy, bool repeatable, time_point start, time_point deadline);
    call_machine(retry_policy&&, bool, time_point, time_point) = delete;

    /** What follows an attempt that has ended.
        @param jitter From 0 to 1: how much of the back-off to wait. */
    action after(attempt_outcome const& outcome, time_point now, double jitter);

private:
    bool may_replace_connection(attempt_outcome const& outcome) const;
    bool may_retry(attempt_outcome const& outcome) const;
    duration backoff(double jitter) const;

    retry_policy const& policy_;
    bool repeatable_;
    time_point start_;
    time_point deadline_;
    unsigned attempts_ = 1; // without replacements of a connection or a key
    bool replaced_ = false;
    bool refreshed_ = false;
};

inline call_machine::call_machine(
    retry_policy const& policy, bool repeatable, time_point start, time_point deadline)
    : policy_(policy), repeatable_(repeatable), start_(start), deadline_(deadline)
{
}

inline action call_machine::after(
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
inline bool call_machine::may_replace_connection(attempt_outcome const& outcome) const
{
    if (replaced_ || !outcome.reused_connection || outcome.timed_out || outcome.permanent)
        return false;
    if (outcome.delivery == delivery::never)
        return true;
    return outcome.delivery == delivery::possibly && repeatable_ && policy_.max_attempts > 1;
}

inline bool call_machine::may_retry(attempt_outcome const& outcome) const
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

inline duration call_machine::backoff(double jitter) const
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
