#ifndef APIDECK_HTTP_DETAIL_TIMER_QUEUE_HPP
#define APIDECK_HTTP_DETAIL_TIMER_QUEUE_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace apideck::http::detail {

/** Many deadlines behind one timer of Asio's: adding and removing one moves the timer only where
    it becomes the first. Safe to use from several threads. */
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
        time_point at_{};
        std::size_t position_ = npos;
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

    APIDECK_DECL void place(std::size_t position, std::shared_ptr<entry> e);
    APIDECK_DECL void sift(std::size_t position);
    APIDECK_DECL std::shared_ptr<entry> take(std::size_t position);
    APIDECK_DECL void arm();
    APIDECK_DECL void on_timer(std::uint64_t round);

    std::mutex mutex_;
    std::optional<asio::steady_timer> timer_;
    std::vector<std::shared_ptr<entry>> heap_; // a binary heap, the earliest first
    time_point armed_ = time_point::max();
    std::uint64_t round_ = 0; // tells the wait that counts from those that it replaced
};

} // namespace apideck::http::detail

#endif
