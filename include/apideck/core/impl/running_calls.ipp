#ifndef APIDECK_CORE_IMPL_RUNNING_CALLS_IPP
#define APIDECK_CORE_IMPL_RUNNING_CALLS_IPP

#include <apideck/core/running_calls.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

APIDECK_DECL bool running_calls::add(entry& e)
{
    std::lock_guard const lock(mutex_);
    if (closed_)
        return false;
    entries_.push_back(e);
    return true;
}

APIDECK_DECL void running_calls::remove(entry& e)
{
    std::vector<std::function<void()>> over;
    {
        std::lock_guard const lock(mutex_);
        if (!e.hook_.is_linked())
            return;
        entries_.erase(entries_.iterator_to(e));
        if (entries_.empty())
            over.swap(waiting_);
    }
    for (auto const& done : over)
        done();
}

APIDECK_DECL void running_calls::close(std::function<void()> done)
{
    {
        std::lock_guard const lock(mutex_);
        closed_ = true;
        if (!entries_.empty()) {
            waiting_.push_back(std::move(done));
            return;
        }
    }
    done();
}

APIDECK_DECL std::size_t running_calls::cancel_all()
{
    std::vector<std::shared_ptr<entry>> found;
    {
        std::lock_guard const lock(mutex_);
        for (entry& e : entries_) {
            if (e.cancelled_)
                continue; // before it is shared: the last to share it would remove it, with the lock
            if (auto call = e.share()) { // or it is being destroyed, and about to be removed
                e.cancelled_ = true;
                found.push_back(std::move(call));
            }
        }
    }
    for (auto const& call : found)
        call->cancel();
    return found.size();
}

} // namespace apideck::core

#endif
