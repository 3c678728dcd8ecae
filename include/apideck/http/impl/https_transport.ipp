#ifndef APIDECK_HTTP_IMPL_HTTPS_TRANSPORT_IPP
#define APIDECK_HTTP_IMPL_HTTPS_TRANSPORT_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/connection_pool.hpp>
#include <apideck/http/detail/exchange.hpp>
#include <apideck/http/detail/wait.hpp>
#include <apideck/http/detail/warm_up.hpp>
#include <apideck/http/https_transport.hpp>

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/address_cache.ipp>
#include <apideck/http/impl/connection.ipp>
#include <apideck/http/impl/connection_pool.ipp>
#include <apideck/http/impl/connection_pool_upkeep.ipp>
#include <apideck/http/impl/dialer.ipp>
#include <apideck/http/impl/exchange.ipp>
#include <apideck/http/impl/exchange_connect.ipp>
#include <apideck/http/impl/exchange_steps.ipp>
#include <apideck/http/impl/lookup.ipp>
#include <apideck/http/impl/proxy.ipp>
#include <apideck/http/impl/response_reader.ipp>
#include <apideck/http/impl/timer_queue.ipp>
#include <apideck/http/impl/tls.ipp>
#include <apideck/http/impl/tls_engine.ipp>
#include <apideck/http/impl/tls_memory.ipp>
#include <apideck/http/impl/tls_session_cache.ipp>
#include <apideck/http/impl/tunnel.ipp>
#include <apideck/http/impl/warm_up.ipp>
#endif

#include <algorithm>
#include <cstddef>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

namespace detail {

/// No exchange would ever have a connection of a pool that may have none.
inline transport_options with_a_connection(transport_options options)
{
    options.pool.max_connections = (std::max<std::size_t>)(options.pool.max_connections, 1);
    return options;
}

} // namespace detail

APIDECK_DECL https_transport::https_transport(
    asio::any_io_executor executor, transport_options options)
    : pool_(detail::connection_pool::create(
        std::move(executor), detail::with_a_connection(std::move(options))))
{
}

APIDECK_DECL https_transport::~https_transport() { pool_->close_idle(); }

APIDECK_DECL asio::any_io_executor https_transport::get_executor() const
{
    return pool_->get_executor();
}

APIDECK_DECL void https_transport::async_exchange(
    request const& r, exchange_options const& options, exchange_handler handler)
{
    std::make_shared<detail::exchange>(pool_, r, options, std::move(handler))->start();
}

APIDECK_DECL void https_transport::async_wait(time_point when, wait_handler handler)
{
    // It shares the pool with the queue, for the pool lets go of both with its context.
    std::make_shared<detail::wait>(std::shared_ptr<detail::timer_queue>(pool_, &pool_->timers()),
        pool_->get_executor(), std::move(handler))
        ->start(when);
}

APIDECK_DECL void https_transport::async_warm_up(origin const& server, std::size_t connections,
    exchange_options const& options, warm_up_handler handler)
{
    std::make_shared<detail::warm_up>(pool_, server, options, std::move(handler))
        ->start(connections);
}

APIDECK_DECL void https_transport::close_idle() { pool_->close_idle(); }

APIDECK_DECL pool_stats https_transport::stats() const { return pool_->stats(); }

} // namespace apideck::http

#endif
