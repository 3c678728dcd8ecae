#ifndef APIDECK_IMPL_CONNECTION_POOL_IPP
#define APIDECK_IMPL_CONNECTION_POOL_IPP

#include <apideck/detail/context_watch.hpp>
#include <apideck/detail/prefetch.hpp>
#include <apideck/http/detail/connection_pool.hpp>

#include <algorithm>
#include <utility>

namespace apideck::http::detail {

APIDECK_DECL std::shared_ptr<connection_pool> connection_pool::create(
    asio::any_io_executor executor, transport_options options)
{
    auto pool = std::make_shared<connection_pool>(std::move(executor), std::move(options));
    apideck::detail::context_watch::bind(pool->executor_, pool);
    return pool;
}

APIDECK_DECL connection_pool::connection_pool(
    asio::any_io_executor executor, transport_options options)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      proxy_(parse_proxy(options_.proxy.url)),
      timers_(std::make_shared<timer_queue>(executor_)),
      addresses_(std::make_shared<address_cache>(options_.resolve, options_.connect.resolve_ttl)),
      tls_sessions_(std::make_shared<tls_session_cache>())
{
}

APIDECK_DECL connection_pool::dropped_connections::~dropped_connections()
{
    for (auto const& c : *this)
        c->shutdown();
}

APIDECK_DECL bool connection_pool::acquire(
    std::shared_ptr<waiter> const& w, origin const& server, bool fresh, time_point now)
{
    dropped_connections dropped; // closed after the lock is gone
    std::shared_ptr<connection> c;
    {
        std::lock_guard const lock(mutex_);
        if (abandoned_)
            return false;
        drop_expired(false, now, dropped);
        server_pool& pool = pools_[server];
        if (!fresh)
            c = take_idle(pool);
        if (!c && pool.in_use + pool.idle.size() >= options_.pool.max_connections) {
            if (pool.idle.empty()) {
                w->pool_ = &pool;
                w->self_ = w;
                w->fresh_ = fresh;
                pool.waiting.push_back(*w);
                return false;
            }
            dropped.push_back(std::move(pool.idle.front()));
            pool.idle.erase(pool.idle.begin());
        }
        ++pool.in_use;
    }
    hand_over(*w, server, std::move(c), now);
    return true;
}

APIDECK_DECL void connection_pool::hand_over(
    waiter& w, origin const& server, std::shared_ptr<connection> c, time_point now)
{
    // Without the lock, for to look and to close are calls of the system.
    while (c && !c->usable()) {
        c.reset();
        std::lock_guard const lock(mutex_);
        if (auto const found = pools_.find(server); found != pools_.end())
            c = take_idle(found->second);
    }
    if (!c)
        ++opened_;
    w.on_connection(std::move(c), now);
}

APIDECK_DECL bool connection_pool::withdraw(waiter& w)
{
    std::shared_ptr<waiter> dropped;
    std::lock_guard const lock(mutex_);
    if (!w.pool_)
        return false;
    dropped = unlink(w.pool_->waiting, w);
    return true;
}

APIDECK_DECL void connection_pool::release(
    origin const& server, std::shared_ptr<connection> c, bool reusable, time_point now)
{
    std::shared_ptr<waiter> next;
    {
        std::lock_guard const lock(mutex_);
        auto const found = pools_.find(server);
        if (abandoned_ || found == pools_.end())
            return;
        server_pool& pool = found->second;
        if (!pool.waiting.empty()) {
            next = unlink(pool.waiting, pool.waiting.front());
            fetch_ahead(pool.waiting);
        } else {
            --pool.in_use;
            if (reusable) {
                c->idle_since = now;
                try {
                    pool.idle.push_back(std::move(c));
                } catch (...) { // no memory to keep it: it is closed
                }
            } else if (pool.in_use == 0 && pool.idle.empty()) {
                pools_.erase(found);
            }
        }
    }
    if (!next)
        return;
    if (c && (!reusable || next->fresh_)) {
        c->shutdown();
        c.reset();
    }
    hand_over(*next, server, std::move(c), now);
}

APIDECK_DECL std::shared_ptr<connection_pool::waiter> connection_pool::unlink(
    waiters& waiting, waiter& w)
{
    waiting.erase(waiters::s_iterator_to(w));
    w.pool_ = nullptr;
    return std::move(w.self_);
}

APIDECK_DECL void connection_pool::fetch_ahead(waiters const& waiting)
{
    auto at = waiting.begin();
    if (at == waiting.end())
        return;
    at->fetch_ahead(); // was fetched as the second, when the one before it had its turn
    constexpr std::size_t an_exchange = 1024; // or a little less
    if (++at != waiting.end())
        apideck::detail::prefetch(&*at, an_exchange);
}

APIDECK_DECL std::shared_ptr<connection> connection_pool::take_idle(server_pool& pool)
{
    if (pool.idle.empty())
        return nullptr;
    auto c = std::move(pool.idle.back());
    pool.idle.pop_back();
    return c;
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
    std::size_t const most = std::min(wanted, options_.pool.max_connections);
    return most - std::min(most, there);
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

APIDECK_DECL boost::system::result<proxy, std::string> const* connection_pool::proxy_for(
    origin const& server) const
{
    bool const direct = options_.proxy.url.empty() || !server.tls
        || bypasses_proxy(options_.proxy.no_proxy, server);
    return direct ? nullptr : &proxy_;
}

APIDECK_DECL boost::system::result<std::shared_ptr<asio::ssl::context>, tls_option_error>
connection_pool::tls_context()
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
