#ifndef APIDECK_OBSERVER_HPP
#define APIDECK_OBSERVER_HPP

#include <apideck/attempt.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// How much a line of the log matters.
enum class log_level : std::uint8_t {
    debug,   ///< each attempt
    info,    ///< a call that has its value
    warning, ///< a call that failed, while a later one may not; a retry that the budget did not allow
    error,   ///< a call that failed, as will others until somebody changes something: the key, an
             ///< option, the session, the plan, a certificate; of answers all but 408, 429 and 5xx
};

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view to_string(log_level l) noexcept
{
    constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
    return names[static_cast<std::uint8_t>(l)];
}

/// One attempt, as an observer sees it. Valid during the call of the observer only.
struct attempt_event {
    /// The operation, such as "vault.sessions.create".
    std::string_view operation;
    /// With `next` and `wait`: whether another attempt follows, when and why.
    apideck::attempt const& attempt;
};

/** What a client reports about its calls. Nothing secret reaches it: no key, no token, no body, no
    header's value but the request id.

    What the functions throw is discarded. They are copied into the client, and live as long as it and
    its calls.

    @par Thread safety
    The thread that runs a call calls both functions, for one call one at a time; with several threads
    they must be safe to call at once. They should be quick, for the call waits, and its cancellation
    with it. They may make and cancel calls.
*/
struct observer {
    /// After each attempt. Empty: not called.
    std::function<void(attempt_event const&)> on_attempt{};
    /// A line for a log, without its end. Empty: not called.
    std::function<void(log_level, std::string_view)> on_log{};
};

} // namespace apideck

#endif
