#ifndef APIDECK_HTTP_DETAIL_CONTEXT_WATCH_HPP
#define APIDECK_HTTP_DETAIL_CONTEXT_WATCH_HPP

#include <apideck/http/detail/connection_pool.hpp>

#include <boost/asio/execution_context.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace apideck::http::detail {

/** Tells pools that their execution context is being destroyed: sockets and timers must not
    outlive it, and calls that wait for a connection would otherwise keep each other alive. */
class context_watch : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;

    explicit context_watch(asio::execution_context& context)
        : asio::execution_context::service(context)
    {}

    void add(std::shared_ptr<connection_pool> const& pool)
    {
        std::lock_guard const lock(mutex_);
        pools_.emplace(pool.get(), pool);
    }

    void remove(connection_pool* pool)
    {
        std::lock_guard const lock(mutex_);
        pools_.erase(pool);
    }

private:
    void shutdown() override
    {
        std::vector<std::shared_ptr<connection_pool>> alive;
        {
            std::lock_guard const lock(mutex_);
            for (auto const& [address, weak] : pools_)
                if (auto pool = weak.lock())
                    alive.push_back(std::move(pool));
            pools_.clear();
        }
        for (auto const& pool : alive)
            pool->abandon();
    }

    std::mutex mutex_;
    std::map<connection_pool*, std::weak_ptr<connection_pool>> pools_;
};

} // namespace apideck::http::detail

#endif
