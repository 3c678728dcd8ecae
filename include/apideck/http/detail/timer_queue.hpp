#ifndef APIDECK_HTTP_DETAIL_TIMER_QUEUE_HPP
#define APIDECK_HTTP_DETAIL_TIMER_QUEUE_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** Many deadlines behind one timer of Asio's: adding and removing one moves the timer only where
    it becomes the first. Safe to use from several threads.

    A binary heap of times, beside it the entries, which the heap names by number: with ten thousand calls
    in flight their memory is cold, and to keep one in order must not touch the others. */
class timer_queue : public std::enable_shared_from_this<timer_queue> {
public:
    /// Something that happens at a time. Queued in one queue at most, once at most.
    class entry {
    public:
        virtual ~entry() = default;
        /// Called when the time has come, on any thread of the executor, with no lock held.
        virtual void on_time() = 0;

    private:
        friend class timer_queue;
        std::size_t slot_ = npos; // while it is queued
    };

    explicit timer_queue(asio::any_io_executor executor) : timer_(executor) {}

    /// Queue an entry, or move it to another time. The queue shares it until then.
    APIDECK_DECL void set(std::shared_ptr<entry> const& e, time_point at);

    /// @return Whether it was queued: if so `on_time` is not called any more.
    APIDECK_DECL bool remove(entry& e);

    /// Drop all entries and the timer: the executor's context is going away.
    APIDECK_DECL void abandon();

private:
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    struct node {
        time_point at;
        std::size_t slot;
    };
    struct slot {
        std::shared_ptr<entry> owner; // none in one that is free
        std::size_t position;         // in the heap; of a free one the next that is free
    };

    APIDECK_DECL std::size_t take_slot(std::shared_ptr<entry> const& e);
    APIDECK_DECL void place(std::size_t position, node n);
    APIDECK_DECL void sift(std::size_t position);
    APIDECK_DECL std::shared_ptr<entry> take(std::size_t position);
    APIDECK_DECL void arm();
    APIDECK_DECL void on_timer(std::uint64_t round);

    std::mutex mutex_;
    std::optional<asio::steady_timer> timer_;
    std::vector<node> heap_; // the earliest first
    std::vector<slot> slots_;
    std::size_t free_slot_ = npos;
    std::optional<time_point> armed_;
    std::uint64_t round_ = 0; // tells the wait that counts from those that it replaced
};

} // namespace apideck::http::detail

#endif
