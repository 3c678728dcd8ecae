#ifndef APIDECK_CORE_CALL_MACHINE_HPP
#define APIDECK_CORE_CALL_MACHINE_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/retry_policy.hpp>

#include <cstdint>
#include <optional>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// What one attempt came to, as far as it decides what follows.
struct attempt_outcome {
    /// The answer's status, or nothing where no whole answer arrived.
    std::optional<int> status{};
    apideck::delivery delivery{};
    bool reused_connection{};
    /// A limit of time of the attempt struck.
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
    are arguments, and someone else does what it says. */
class call_machine {
public:
    /// @param policy Must outlive the machine.
    /// @param repeatable Whether the operation may be sent again after it may have been received.
    APIDECK_DECL call_machine(
        retry_policy const& policy, bool repeatable, time_point start, time_point deadline);
    call_machine(retry_policy&&, bool, time_point, time_point) = delete;

    /** What follows an attempt that is over.
        @param jitter From 0 to 1: how much of the back-off to wait. */
    APIDECK_DECL action after(attempt_outcome const& outcome, time_point now, double jitter);

private:
    APIDECK_DECL bool may_replace_connection(attempt_outcome const& outcome) const;
    APIDECK_DECL bool may_retry(attempt_outcome const& outcome) const;
    APIDECK_DECL duration backoff(double jitter) const;

    retry_policy const& policy_;
    bool repeatable_;
    time_point start_;
    time_point deadline_;
    unsigned attempts_ = 1; // those that count: not the replacement of a connection or of a key
    bool replaced_ = false;
    bool refreshed_ = false;
};

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/call_machine.ipp>
#endif

#endif
