#ifndef APIDECK_CORE_RUNNING_CALLS_HPP
#define APIDECK_CORE_RUNNING_CALLS_HPP

#include <apideck/detail/config.hpp>

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/** The running calls of a client, so that it can be shut down. Safe to use from several threads; calls
    nothing of a call with the lock held. */
class running_calls {
public:
    /// A call, as far as a shutdown is concerned.
    class entry {
    public:
        virtual ~entry() = default;
        /// End the call at once.
        virtual void cancel() = 0;

    protected:
        /// This call, while somebody shares it; else null.
        virtual std::shared_ptr<entry> share() = 0;

    private:
        friend class running_calls;
        boost::intrusive::list_member_hook<> hook_;
        bool cancelled_ = false; // with the list's lock
    };

    /// @return Whether calls may still begin.
    [[nodiscard]] bool add(entry& e);

    /// Does nothing if the entry was not added, or was removed.
    void remove(entry& e);

    /// Let no more calls begin. Calls `done` once when none is left: from within, or from `remove`.
    void close(std::function<void()> done);

    /// @return How many calls this cancelled that it had not cancelled before.
    std::size_t cancel_all();

private:
    using hook = boost::intrusive::member_hook<entry, boost::intrusive::list_member_hook<>,
        &entry::hook_>;

    std::mutex mutex_;
    boost::intrusive::list<entry, hook> entries_;
    bool closed_ = false;
    std::vector<std::function<void()>> waiting_;
};

inline bool running_calls::add(entry& e)
{
    std::lock_guard const lock(mutex_);
    if (closed_)
        return false;
    entries_.push_back(e);
    return true;
}

inline void running_calls::remove(entry& e)
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

inline void running_calls::close(std::function<void()> done)
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

inline std::size_t running_calls::cancel_all()
{
    std::vector<std::shared_ptr<entry>> found;
    {
        std::lock_guard const lock(mutex_);
        for (entry& e : entries_) {
            if (e.cancelled_)
                continue; // before it is shared: the last owner would remove it, under this lock
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
