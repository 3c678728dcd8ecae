#ifndef APIDECK_HTTP_IMPL_CONNECTION_POOL_IPP
#define APIDECK_HTTP_IMPL_CONNECTION_POOL_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/context_watch.hpp>
#include <apideck/http/detail/connection_pool.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

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
        } else {
            --pool.in_use;
            if (reusable) {
                c->idle_since = now;
                try {
                    pool.idle.emplace_back().swap(c);
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

APIDECK_DECL std::shared_ptr<connection> connection_pool::take_idle(server_pool& pool)
{
    if (pool.idle.empty())
        return nullptr;
    auto c = std::move(pool.idle.back());
    pool.idle.pop_back();
    return c;
}

} // namespace apideck::http::detail

#endif
