#ifndef APIDECK_HTTP_IMPL_TIMER_QUEUE_IPP
#define APIDECK_HTTP_IMPL_TIMER_QUEUE_IPP

#include <apideck/http/detail/timer_queue.hpp>

#include <boost/system/error_code.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL void timer_queue::set(std::shared_ptr<entry> const& e, time_point at)
{
    std::lock_guard const lock(mutex_);
    if (!timer_)
        return;
    if (e->slot_ == npos) {
        heap_.push_back({at, npos});
        try {
            e->slot_ = take_slot(e);
        } catch (...) { // no memory
            heap_.pop_back();
            throw;
        }
        place(heap_.size() - 1, {at, e->slot_});
    }
    std::size_t const position = slots_[e->slot_].position;
    heap_[position].at = at;
    sift(position);
    arm();
}

APIDECK_DECL bool timer_queue::remove(entry& e)
{
    std::shared_ptr<entry> dropped; // outlives the lock
    std::lock_guard const lock(mutex_);
    if (e.slot_ == npos)
        return false;
    dropped = take(slots_[e.slot_].position);
    // A timer that is armed too early costs one wake-up; one without entries would keep run() going.
    if (heap_.empty() && timer_) {
        ++round_;
        armed_.reset();
        timer_->cancel();
    }
    return true;
}

APIDECK_DECL void timer_queue::abandon()
{
    std::vector<slot> dropped;
    std::lock_guard const lock(mutex_);
    timer_.reset();
    heap_.clear();
    free_slot_ = npos;
    dropped.swap(slots_);
    for (auto const& s : dropped)
        if (s.owner)
            s.owner->slot_ = npos;
}

APIDECK_DECL std::size_t timer_queue::take_slot(std::shared_ptr<entry> const& e)
{
    if (free_slot_ == npos) {
        slots_.push_back({e, npos});
        return slots_.size() - 1;
    }
    std::size_t const number = free_slot_;
    free_slot_ = slots_[number].position;
    slots_[number].owner = e;
    return number;
}

APIDECK_DECL void timer_queue::place(std::size_t position, node n)
{
    heap_[position] = n;
    slots_[n.slot].position = position;
}

APIDECK_DECL void timer_queue::sift(std::size_t position)
{
    node const n = heap_[position];
    while (position > 0 && n.at < heap_[(position - 1) / 2].at) {
        place(position, heap_[(position - 1) / 2]);
        position = (position - 1) / 2;
    }
    for (;;) {
        std::size_t child = 2 * position + 1;
        if (child + 1 < heap_.size() && heap_[child + 1].at < heap_[child].at)
            ++child;
        if (child >= heap_.size() || n.at <= heap_[child].at)
            break;
        place(position, heap_[child]);
        position = child;
    }
    place(position, n);
}

APIDECK_DECL std::shared_ptr<timer_queue::entry> timer_queue::take(std::size_t position)
{
    slot& s = slots_[heap_[position].slot];
    auto taken = std::move(s.owner);
    s.position = std::exchange(free_slot_, heap_[position].slot);
    taken->slot_ = npos;
    node const last = heap_.back();
    heap_.pop_back();
    if (position != heap_.size()) {
        place(position, last);
        sift(position);
    }
    return taken;
}

APIDECK_DECL void timer_queue::arm()
{
    // Also for a time that never comes: it keeps run() going, where nothing else may.
    if (heap_.empty() || (armed_ && heap_.front().at >= *armed_))
        return;
    time_point const first = heap_.front().at;
    timer_->expires_at(first); // ends the wait before, whose handler arms again if this one throws
    timer_->async_wait(
        [weak = weak_from_this(), round = round_ + 1](boost::system::error_code) {
            if (auto const self = weak.lock())
                self->on_timer(round);
        });
    armed_ = first;
    ++round_;
}

APIDECK_DECL void timer_queue::on_timer(std::uint64_t round)
{
    std::unique_lock lock(mutex_);
    if (round != round_ || !timer_)
        return;
    armed_.reset();
    time_point const now = clock::now();
    // One after another, for a list of them would need memory, and without it they would be lost.
    while (!heap_.empty() && heap_.front().at <= now) {
        auto due = take(0);
        lock.unlock();
        try {
            std::exchange(due, nullptr)->on_time(); // and gone before the lock is there again
        } catch (...) { // no memory
            lock.lock();
            arm(); // the others have their turn all the same
            throw;
        }
        lock.lock();
    }
    arm();
}

} // namespace apideck::http::detail

#endif
