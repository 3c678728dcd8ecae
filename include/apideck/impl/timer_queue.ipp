#ifndef APIDECK_IMPL_TIMER_QUEUE_IPP
#define APIDECK_IMPL_TIMER_QUEUE_IPP

#include <apideck/http/detail/timer_queue.hpp>

#include <boost/system/error_code.hpp>

#include <utility>

namespace apideck::http::detail {

APIDECK_DECL void timer_queue::set(std::shared_ptr<entry> const& e, time_point at)
{
    std::lock_guard const lock(mutex_);
    if (!timer_)
        return;
    e->at_ = at;
    if (e->position_ == npos) {
        heap_.push_back(nullptr);
        place(heap_.size() - 1, e);
    }
    sift(e->position_);
    arm();
}

APIDECK_DECL bool timer_queue::remove(entry& e)
{
    std::shared_ptr<entry> dropped; // outlives the lock
    std::lock_guard const lock(mutex_);
    if (e.position_ == npos)
        return false;
    dropped = take(e.position_);
    // A timer that is armed too early costs one wake-up; one without entries would keep run() going.
    if (heap_.empty() && timer_) {
        ++round_;
        armed_ = time_point::max();
        timer_->cancel();
    }
    return true;
}

APIDECK_DECL void timer_queue::abandon()
{
    std::vector<std::shared_ptr<entry>> dropped;
    std::lock_guard const lock(mutex_);
    timer_.reset();
    dropped.swap(heap_);
    for (auto const& e : dropped)
        e->position_ = npos;
}

APIDECK_DECL void timer_queue::place(std::size_t position, std::shared_ptr<entry> e)
{
    e->position_ = position;
    heap_[position] = std::move(e);
}

APIDECK_DECL void timer_queue::sift(std::size_t position)
{
    auto const swap = [this](std::size_t a, std::size_t b) {
        std::swap(heap_[a], heap_[b]);
        std::swap(heap_[a]->position_, heap_[b]->position_);
    };
    while (position > 0 && heap_[position]->at_ < heap_[(position - 1) / 2]->at_) {
        swap(position, (position - 1) / 2);
        position = (position - 1) / 2;
    }
    for (;;) {
        std::size_t first = position;
        for (std::size_t child = 2 * position + 1; child <= 2 * position + 2; ++child)
            if (child < heap_.size() && heap_[child]->at_ < heap_[first]->at_)
                first = child;
        if (first == position)
            return;
        swap(position, first);
        position = first;
    }
}

APIDECK_DECL std::shared_ptr<timer_queue::entry> timer_queue::take(std::size_t position)
{
    auto taken = std::move(heap_[position]);
    taken->position_ = npos;
    auto last = std::move(heap_.back());
    heap_.pop_back();
    if (last) {
        place(position, std::move(last));
        sift(position);
    }
    return taken;
}

APIDECK_DECL void timer_queue::arm()
{
    if (heap_.empty() || heap_.front()->at_ >= armed_)
        return;
    armed_ = heap_.front()->at_;
    timer_->expires_at(armed_);
    timer_->async_wait(
        [weak = weak_from_this(), round = ++round_](boost::system::error_code) {
            if (auto const self = weak.lock())
                self->on_timer(round);
        });
}

APIDECK_DECL void timer_queue::on_timer(std::uint64_t round)
{
    std::vector<std::shared_ptr<entry>> due;
    {
        std::lock_guard const lock(mutex_);
        if (round != round_ || !timer_)
            return;
        armed_ = time_point::max();
        time_point const now = clock::now();
        while (!heap_.empty() && heap_.front()->at_ <= now)
            due.push_back(take(0));
        arm();
    }
    for (auto const& e : due)
        e->on_time();
}

} // namespace apideck::http::detail

#endif
