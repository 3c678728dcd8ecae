#ifndef APIDECK_CORE_RUNNING_CALLS_HPP
#define APIDECK_CORE_RUNNING_CALLS_HPP

#include <apideck/detail/config.hpp>

#include <boost/intrusive/list.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/** The calls of a client that are under way, so that it can be shut down. Safe to use from several
    threads; nothing of a call is called with the lock held. */
class running_calls {
public:
    /// A call, as far as this goes.
    class entry {
    public:
        virtual ~entry() = default;
        /// End the call at once.
        virtual void cancel() = 0;

    protected:
        /// This, while somebody shares it; else nothing.
        virtual std::shared_ptr<entry> share() = 0;

    private:
        friend class running_calls;
        boost::intrusive::list_member_hook<> hook_;
        bool cancelled_ = false; // with the list's lock
    };

    /// @return Whether calls may still begin.
    [[nodiscard]] APIDECK_DECL bool add(entry& e);

    /// Does nothing where it was not added, or was removed.
    APIDECK_DECL void remove(entry& e);

    /// Let no more begin. `done` is called once when none is left: from within, or from `remove`.
    APIDECK_DECL void close(std::function<void()> done);

    /// @return How many there were to cancel that this had not cancelled before.
    APIDECK_DECL std::size_t cancel_all();

private:
    using hook = boost::intrusive::member_hook<entry, boost::intrusive::list_member_hook<>,
        &entry::hook_>;

    std::mutex mutex_;
    boost::intrusive::list<entry, hook> entries_;
    bool closed_ = false;
    std::vector<std::function<void()>> waiting_;
};

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/running_calls.ipp>
#endif

#endif
