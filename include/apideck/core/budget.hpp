#ifndef APIDECK_CORE_BUDGET_HPP
#define APIDECK_CORE_BUDGET_HPP

#include <apideck/detail/config.hpp>
#include <apideck/retry_policy.hpp>

#include <atomic>
#include <mutex>
#include <optional>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// What is left of a `retry_budget`; none is without end. Safe to use from several threads.
class budget {
public:
    explicit budget(std::optional<retry_budget> const& options)
        : options_(options), saved_(options ? options->reserve : 0)
    {}

    /// A call is made.
    void earn() noexcept
    {
        if (options_)
            add(options_->ratio);
    }

    /// @return Whether a retry may be made; then it is taken.
    [[nodiscard]] APIDECK_DECL bool take(time_point now);

private:
    APIDECK_DECL void add(double retries) noexcept;

    std::optional<retry_budget> const options_;
    std::atomic<double> saved_;
    std::mutex mutex_;
    time_point regained_{}; // guarded by it: up to when the time has been counted
};

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/budget.ipp>
#endif

#endif
