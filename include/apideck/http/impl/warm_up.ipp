#ifndef APIDECK_HTTP_IMPL_WARM_UP_IPP
#define APIDECK_HTTP_IMPL_WARM_UP_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/exchange.hpp>
#include <apideck/http/detail/warm_up.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL warm_up::warm_up(std::shared_ptr<connection_pool> pool, origin const& server,
    exchange_options const& options, warm_up_handler handler)
    : pool_(std::move(pool)), options_(options),
      handler_(std::move(handler), pool_->get_executor())
{
    auto head = std::make_shared<request_head>();
    head->origin = server;
    request_.head = std::move(head);
    options_.fresh_connection = true;
    options_.connect_only = true;
}

APIDECK_DECL void warm_up::start(std::size_t connections)
{
    if (auto slot = handler_.slot(); slot.is_connected())
        slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
            if (auto const self = weak.lock(); self && type != asio::cancellation_type::none)
                self->cancel();
        });
    std::size_t const missing = pool_->missing(request_.head->origin, connections);
    std::unique_lock lock(mutex_);
    try {
        signals_ = std::vector<asio::cancellation_signal>(missing);
        for (auto& signal : signals_) {
            std::make_shared<exchange>(pool_, request_, options_,
                asio::bind_cancellation_slot(signal.slot(),
                    [self = shared_from_this()](
                        exchange_result&& r) { self->on_opened(std::move(r)); }))
                ->start(); // ends later, never within
            ++pending_;
        }
    } catch (...) { // no memory: what has begun goes on
        result_.failure.error = asio::error::no_memory;
    }
    if (pending_ != 0)
        return;
    lock.unlock();
    handler_(apideck::detail::completion::posted, pool_->get_executor(), std::move(result_));
}

APIDECK_DECL void warm_up::on_opened(exchange_result&& r)
{
    {
        std::lock_guard const lock(mutex_);
        if (!r.error)
            ++result_.opened;
        else if (!result_.failure.error)
            result_.failure = std::move(r);
        if (--pending_ != 0)
            return;
    }
    handler_(apideck::detail::completion::dispatched, pool_->get_executor(), std::move(result_));
}

APIDECK_DECL void warm_up::cancel()
{
    std::lock_guard const lock(mutex_);
    for (auto& signal : signals_)
        signal.emit(asio::cancellation_type::terminal);
}

} // namespace apideck::http::detail

#endif
