#ifndef APIDECK_HTTP_IMPL_CONNECTION_POOL_UPKEEP_IPP
#define APIDECK_HTTP_IMPL_CONNECTION_POOL_UPKEEP_IPP

// What becomes of connections that nobody uses, and what all of them share.

#include <apideck/http/detail/connection_pool.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL connection_pool::dropped_connections::~dropped_connections()
{
    for (auto const& c : *this)
        c->shutdown();
}

APIDECK_DECL void connection_pool::drop_expired(
    bool all, time_point now, dropped_connections& dropped)
{
    for (auto at = pools_.begin(); at != pools_.end();) {
        server_pool& pool = at->second;
        // The longest idle stand first.
        auto const first_kept
            = std::find_if(pool.idle.begin(), pool.idle.end(), [&](auto const& c) {
                  return !all && now - c->idle_since <= options_.pool.idle_timeout;
              });
        dropped.reserve(dropped.size() + static_cast<std::size_t>(first_kept - pool.idle.begin()));
        std::move(pool.idle.begin(), first_kept, std::back_inserter(dropped));
        pool.idle.erase(pool.idle.begin(), first_kept);
        bool const empty = pool.idle.empty() && pool.in_use == 0 && pool.waiting.empty();
        at = empty ? pools_.erase(at) : std::next(at);
    }
}

APIDECK_DECL std::size_t connection_pool::missing(origin const& server, std::size_t wanted)
{
    dropped_connections dropped;
    std::lock_guard const lock(mutex_);
    drop_expired(false, clock::now(), dropped);
    auto const found = pools_.find(server);
    std::size_t const there = found == pools_.end()
        ? 0
        : found->second.in_use + found->second.idle.size();
    std::size_t const most = (std::min)(wanted, options_.pool.max_connections);
    return most - (std::min)(most, there);
}

APIDECK_DECL void connection_pool::close_idle()
{
    dropped_connections dropped;
    std::lock_guard const lock(mutex_);
    drop_expired(true, clock::now(), dropped);
}

APIDECK_DECL void connection_pool::context_ends() noexcept
{
    std::map<origin, server_pool> dropped;
    {
        std::lock_guard const lock(mutex_);
        abandoned_ = true;
        dropped.swap(pools_);
        for (auto& [server, pool] : dropped)
            for (waiter& w : pool.waiting)
                w.pool_ = nullptr; // from now on withdraw() lets it be
    }
    for (auto& [server, pool] : dropped)
        while (!pool.waiting.empty())
            unlink(pool.waiting, pool.waiting.front());
    timers_->abandon();
    executor_ = {}; // a strand is no more than a part of its context
}

APIDECK_DECL pool_stats connection_pool::stats() const
{
    std::lock_guard const lock(mutex_);
    pool_stats out;
    out.opened = opened_;
    for (auto const& [server, pool] : pools_) {
        out.in_use += pool.in_use;
        out.idle += pool.idle.size();
        out.waiting += pool.waiting.size();
    }
    return out;
}

APIDECK_DECL boost::system::result<proxy, option_error> const* connection_pool::proxy_for(
    origin const& server) const
{
    bool const direct = options_.proxy.url.empty() || !server.tls
        || bypasses_proxy(options_.proxy.no_proxy, server);
    return direct ? nullptr : &proxy_;
}

APIDECK_DECL boost::system::result<http::tls_context, option_error> connection_pool::tls_context()
{
    std::lock_guard const lock(tls_mutex_);
    if (tls_context_)
        return {boost::system::in_place_value, tls_context_};
    auto made = make_tls_context(options_.tls);
    if (made)
        tls_context_ = *made;
    return made;
}

} // namespace apideck::http::detail

#endif
