#ifndef APIDECK_HTTP_TRANSPORT_HPP
#define APIDECK_HTTP_TRANSPORT_HPP

#include <apideck/http/message.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <memory>
#include <utility>

namespace apideck::http {

using exchange_handler = asio::any_completion_handler<void(exchange_result)>;
using wait_handler = asio::any_completion_handler<void(boost::system::error_code)>;

/** What carries a request to a server and brings its answer back, and what tells the time.

    `async_exchange` sends one request once and reads its answer. It
    - never completes inside the call, and completes once, through the handler's executor;
    - keeps to the limits of time in its options;
    - ends at once when the handler's cancellation slot is signalled (with `operation_aborted`);
    - reads `request` only until it completes;
    - can be called from any thread, unless the transport is documented otherwise.

    `async_wait` completes at a time of the transport's own clock, `now()`, or when cancelled.
*/
template <class T>
concept transport = requires(T& t, T const& ct, request const& r, exchange_options const& o,
    exchange_handler h, time_point when, wait_handler w) {
    { ct.get_executor() } -> std::convertible_to<asio::any_io_executor>;
    { ct.now() } -> std::convertible_to<time_point>;
    t.async_exchange(r, o, std::move(h));
    t.async_wait(when, std::move(w));
};

/// A transport of any type, so that what uses one is compiled once.
class any_transport {
public:
    virtual ~any_transport() = default;
    virtual asio::any_io_executor get_executor() const = 0;
    virtual time_point now() const = 0;
    virtual void async_exchange(request const&, exchange_options const&, exchange_handler) = 0;
    virtual void async_wait(time_point, wait_handler) = 0;
};

namespace detail {

template <transport T>
class transport_holder final : public any_transport {
public:
    explicit transport_holder(std::shared_ptr<T> transport) : transport_(std::move(transport)) {}

    asio::any_io_executor get_executor() const override { return transport_->get_executor(); }
    time_point now() const override { return std::as_const(*transport_).now(); }
    void async_exchange(
        request const& r, exchange_options const& options, exchange_handler handler) override
    {
        transport_->async_exchange(r, options, std::move(handler));
    }
    void async_wait(time_point when, wait_handler handler) override
    {
        transport_->async_wait(when, std::move(handler));
    }

private:
    std::shared_ptr<T> transport_;
};

} // namespace detail

} // namespace apideck::http

#endif
