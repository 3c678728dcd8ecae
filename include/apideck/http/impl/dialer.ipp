#ifndef APIDECK_HTTP_IMPL_DIALER_IPP
#define APIDECK_HTTP_IMPL_DIALER_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/dialer.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL endpoints interleave(endpoints const& found)
{
    endpoints first;
    endpoints second;
    for (auto const& e : found)
        (e.protocol() == found.front().protocol() ? first : second).push_back(e);
    endpoints out;
    for (std::size_t i = 0; out.size() != found.size(); ++i) {
        if (i < first.size())
            out.push_back(first[i]);
        if (i < second.size())
            out.push_back(second[i]);
    }
    return out;
}

APIDECK_DECL std::weak_ptr<dialer> dialer::start(asio::any_io_executor executor,
    connect_options const& options, std::shared_ptr<address_cache> addresses,
    std::shared_ptr<timer_queue> timers, origin const& server, std::shared_ptr<owner> o)
{
    auto const self = std::make_shared<dialer>(std::move(executor), options, std::move(addresses),
        std::move(timers), server, std::move(o));
    asio::post(self->executor_, [self] { self->begin(); });
    return self;
}

APIDECK_DECL dialer::dialer(asio::any_io_executor executor, connect_options const& options,
    std::shared_ptr<address_cache> addresses, std::shared_ptr<timer_queue> timers,
    origin const& server, std::shared_ptr<owner> o)
    : executor_(std::move(executor)), delay_(options.attempt_delay), timers_(std::move(timers)),
      server_(server), owner_(std::move(o)), addresses_(std::move(addresses))
{}

APIDECK_DECL bool dialer::cancel()
{
    ended last;
    {
        std::lock_guard const lock(mutex_);
        if (!owner_)
            return false;
        last = end();
    }
    last.addresses->forget(server_.host, server_.port, last.found, last.lookup);
    return true;
}

APIDECK_DECL void dialer::begin()
{
    std::shared_ptr<address_cache> addresses;
    {
        std::lock_guard const lock(mutex_);
        addresses = addresses_;
    }
    if (!addresses)
        return;
    try {
        auto waited_for = addresses->ask(executor_, server_.host, server_.port, shared_from_this());
        std::lock_guard const lock(mutex_);
        lookup_ = std::move(waited_for);
    } catch (...) { // no memory
        std::unique_lock lock(mutex_);
        if (owner_)
            end_with(lock, asio::error::no_memory);
    }
}

APIDECK_DECL void dialer::on_answer(boost::system::error_code ec, address_cache::answer found)
{
    std::unique_lock lock(mutex_);
    if (!owner_)
        return;
    if (ec)
        return end_with(lock, ec);
    auto const told = owner_;
    lock.unlock();
    told->on_addresses();
    lock.lock();
    if (!owner_)
        return;
    found_ = std::move(found);
    connect_next(lock);
}

APIDECK_DECL void dialer::on_time()
{
    std::unique_lock lock(mutex_);
    // The time may have come just when an attempt failed and the next one was begun.
    if (owner_ && next_ < order_.size() && clock::now() >= next_at_)
        connect_next(lock);
}

APIDECK_DECL void dialer::connect_next(std::unique_lock<std::mutex>& lock)
try {
    try_next();
} catch (...) { // no memory
    end_with(lock, asio::error::no_memory);
}

APIDECK_DECL void dialer::try_next()
{
    if (order_.empty())
        order_ = interleave(*found_);
    auto const at = attempts_.emplace(attempts_.end(), executor_);
    std::size_t const number = next_++;
    at->async_connect(order_[number],
        [self = shared_from_this(), at, number](
            boost::system::error_code ec) { self->on_attempt(at, number, ec); });
    if (next_ < order_.size()) {
        next_at_ = saturating_add(clock::now(), delay_);
        timers_->set(shared_from_this(), next_at_);
    }
}

APIDECK_DECL void dialer::on_attempt(
    sockets::iterator at, std::size_t number, boost::system::error_code ec)
{
    std::unique_lock lock(mutex_);
    if (!owner_)
        return;
    if (!ec) {
        boost::system::error_code ignored; // a connection that delays is one all the same
        at->set_option(asio::ip::tcp::no_delay(true), ignored);
        auto socket = std::move(*at);
        auto const last = end();
        lock.unlock();
        return last.owner->on_dialled({}, std::move(socket));
    }
    attempts_.erase(at);
    if (number == 0)
        first_error_ = ec;
    if (number + 1 == next_ && next_ < order_.size())
        return connect_next(lock);
    // Where addresses are left an attempt or a delay is under way.
    if (attempts_.empty() && next_ == order_.size())
        end_with(lock, first_error_);
}

APIDECK_DECL void dialer::end_with(
    std::unique_lock<std::mutex>& lock, boost::system::error_code ec)
{
    auto const last = end();
    lock.unlock();
    last.addresses->forget(server_.host, server_.port, last.found, last.lookup);
    last.owner->on_dialled(ec, asio::ip::tcp::socket(executor_));
}

APIDECK_DECL dialer::ended dialer::end()
{
    timers_->remove(*this);
    attempts_.clear();
    return {std::move(owner_), std::move(addresses_), found_, lookup_};
}

} // namespace apideck::http::detail

#endif
