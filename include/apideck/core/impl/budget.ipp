#ifndef APIDECK_CORE_IMPL_BUDGET_IPP
#define APIDECK_CORE_IMPL_BUDGET_IPP

#include <apideck/core/budget.hpp>

#include <algorithm>
#include <chrono>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

APIDECK_DECL bool budget::take(time_point now)
{
    if (!options_)
        return true;
    if (options_->interval > duration::zero()) {
        std::lock_guard const lock(mutex_);
        using floating = std::chrono::duration<double, duration::period>;
        if (regained_ != time_point() && now > regained_)
            add(floating(now - regained_) / floating(options_->interval));
        regained_ = (std::max)(now, regained_);
    }
    for (double saved = saved_.load(); saved >= 1;)
        if (saved_.compare_exchange_weak(saved, saved - 1))
            return true;
    return false;
}

APIDECK_DECL void budget::add(double retries) noexcept
{
    // A healthy client's is full, and then nothing is written that its threads share.
    for (double saved = saved_.load(); saved < options_->reserve;)
        if (saved_.compare_exchange_weak(saved, (std::min)(saved + retries, options_->reserve)))
            return;
}

} // namespace apideck::core

#endif
