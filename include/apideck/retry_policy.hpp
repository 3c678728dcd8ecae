#ifndef APIDECK_RETRY_POLICY_HPP
#define APIDECK_RETRY_POLICY_HPP

#include <apideck/attempt.hpp>

#include <chrono>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** When a call is tried again, and after what wait.

    The wait before retry n (from 0) is drawn evenly from zero up to
    `min(max_interval, initial_interval * exponent^n)` ("full jitter"). If the server names a time
    (`retry-after-ms`, else `Retry-After` in seconds or as an HTTP date, RFC 9110 section 10.2.3),
    that is the wait instead, up to `max_interval`. A wait that can't end before the call's deadline
    is not begun: the call ends at once with the error that it has.

    A policy that can't be used ends the call with an `invalid_request_error` ("retries.exponent").
*/
struct retry_policy {
    /// The longest wait before the first retry. Zero: no wait, unless the server names one.
    duration initial_interval{std::chrono::milliseconds(500)};
    /// The longest wait, a wait that the server names included. Zero: none at all.
    duration max_interval{std::chrono::seconds(60)};
    /// By what factor the wait grows from retry to retry; at least 1.
    double exponent{1.5};
    /// No retry is begun later than this after the call's start. Zero: none is.
    duration max_elapsed_time{std::chrono::seconds(60)};
    /// Retry if no answer arrived: after connection errors, and attempts that ran into
    /// `connect_timeout` or `attempt_timeout`. (A reused connection that turns out to be dead is
    /// replaced once all the same.)
    bool retry_connection_errors{true};
    /// The statuses after which to retry; each from 300 to 599. Empty: none.
    std::vector<int> status_codes{408, 429, 500, 502, 503, 504};
    /// The most attempts of one call, the first included; at least 1. A replaced connection and a
    /// refreshed key (see `api_key`) don't count.
    unsigned max_attempts{4};

    /** One request: no retry, and no replacement of a dead connection once bytes may have gone.
        (A connection that proves dead before a byte was sent is still replaced.) */
    [[nodiscard]] static retry_policy none()
    {
        retry_policy policy;
        policy.max_attempts = 1;
        return policy;
    }

    /// Compares member by member.
    friend bool operator==(retry_policy const&, retry_policy const&) = default;
};

/** How many retries all calls of a client may make together, whatever their policies allow, so that
    they don't keep a server down that fails under its load. A call whose retry is refused ends with
    the error that it has.

    Each retry takes one from what is saved, and each call adds `ratio`. So n calls within a time t
    make at most `n * ratio + reserve + t / interval` retries: by default 1,100 for 10,000 calls, and
    one for each second. Replacing a dead connection, and the attempt with another key, take nothing.
*/
struct retry_budget {
    /// Retries earned by a call; not negative.
    double ratio{0.1};
    /// The most that is saved, and what a client begins with; at least `ratio`.
    double reserve{100};
    /// A retry is regained in each such time, so that a client with few calls may retry them. Zero:
    /// none is.
    duration interval{std::chrono::seconds(1)};

    /// Compares member by member.
    friend bool operator==(retry_budget const&, retry_budget const&) = default;
};

} // namespace apideck

#endif
