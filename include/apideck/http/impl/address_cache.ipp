#ifndef APIDECK_HTTP_IMPL_ADDRESS_CACHE_IPP
#define APIDECK_HTTP_IMPL_ADDRESS_CACHE_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/address_cache.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL address_cache::pending address_cache::ask(asio::any_io_executor const& executor,
    std::string const& host, std::uint16_t port, std::shared_ptr<waiter> const& w)
{
    key const k(host, port);
    answer known;
    std::shared_ptr<lookup> started;
    {
        std::lock_guard const lock(mutex_);
        time_point const now = now_();
        auto const at = entries_.find(k);
        if (at != entries_.end() && now - at->second.since < ttl_) {
            known = at->second.found;
            if (auto const joined = at->second.under_way.lock()) {
                joined->waiters.push_back(w);
                return joined;
            }
        }
        if (!known) {
            make_room(now);
            started = std::make_shared<lookup>();
            started->waiters.push_back(w);
            entries_[k] = {now, nullptr, started};
        }
    }
    if (known) {
        w->on_answer({}, std::move(known));
        return {};
    }
    // Weakly, for the resolver that keeps this may be a part of the cache.
    look_up(executor, custom_, host, port,
        [weak = weak_from_this(), k, started](boost::system::error_code ec, endpoints found) {
            if (auto const self = weak.lock())
                self->on_found(k, started, ec, std::move(found));
        });
    return started;
}

APIDECK_DECL void address_cache::on_found(key const& k, std::shared_ptr<lookup> const& from,
    boost::system::error_code ec, endpoints found)
{
    if (!ec && found.empty())
        ec = asio::error::host_not_found;
    auto const result = ec ? nullptr : std::make_shared<endpoints const>(std::move(found));
    std::vector<std::shared_ptr<waiter>> waiters;
    {
        std::lock_guard const lock(mutex_);
        waiters.swap(from->waiters);
        // Another lookup may have replaced this one, or it may answer a second time.
        auto const at = entries_.find(k);
        if (at != entries_.end() && at->second.under_way.lock() == from) {
            if (ec)
                entries_.erase(at);
            else
                at->second = {now_(), result, {}};
        }
    }
    for (auto const& w : waiters)
        w->on_answer(ec, result);
}

APIDECK_DECL void address_cache::forget(std::string const& host, std::uint16_t port,
    answer const& found, pending const& waited_for)
{
    auto const waited = waited_for.lock();
    std::lock_guard const lock(mutex_);
    auto const at = entries_.find(key(host, port));
    if (at == entries_.end())
        return;
    entry const& kept = at->second;
    if (kept.found ? kept.found == found : waited && kept.under_way.lock() == waited)
        entries_.erase(at);
}

APIDECK_DECL void address_cache::make_room(time_point now)
{
    std::erase_if(entries_, [&](auto const& e) { return now - e.second.since >= ttl_; });
    if (entries_.size() >= capacity)
        entries_.erase(std::ranges::min_element(
            entries_, {}, [](auto const& e) { return e.second.since; }));
}

} // namespace apideck::http::detail

#endif
