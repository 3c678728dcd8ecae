#ifndef APIDECK_RETRY_BUDGET_HPP
#define APIDECK_RETRY_BUDGET_HPP

#include <apideck/attempt.hpp>

#include <chrono>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** How many retries all calls of a client may make together, so that they don't keep a server down that
    fails under its load, whatever their policies allow. A call whose retry is refused ends with the
    error that it has.

    Each retry takes one from what is saved up, and each call that is made adds `ratio`. So n calls
    within a time t make at most `n * ratio + reserve + t / interval` retries: by default 1,100 for
    10,000 calls, and one for each second. Replacing a dead connection, and the attempt with another
    key, take nothing.
*/
struct retry_budget {
    /// Retries earned by a call; not negative.
    double ratio{0.1};
    /// The most that is saved up, and what a client begins with; at least `ratio`.
    double reserve{100};
    /// One retry is regained in this time, so that a client with few calls may retry them. Zero: none is.
    duration interval{std::chrono::seconds(1)};

    /// Whether all members are equal.
    friend bool operator==(retry_budget const&, retry_budget const&) = default;
};

} // namespace apideck

#endif
