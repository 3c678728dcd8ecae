#ifndef APIDECK_HTTP_TRANSPORT_HPP
#define APIDECK_HTTP_TRANSPORT_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/// Is called with what came of an exchange, which it takes: `std::move(handler)(std::move(result))`. The
/// result must live until that returns.
using exchange_handler = asio::any_completion_handler<void(exchange_result&&)>;
/// Is called when connections were opened in advance, or could not be.
using warm_up_handler = asio::any_completion_handler<void(warm_up_result)>;
/// Is called when a wait is over: no error, or `operation_aborted` where it was cancelled.
using wait_handler = asio::any_completion_handler<void(boost::system::error_code)>;

/** What carries a request to a server and brings its answer back, and what tells the time.

    `async_exchange` sends one request once and reads its answer. It
    - never completes inside the call, and completes once, through the handler's executor;
    - keeps to the limits of time in its options;
    - ends at once when the handler's cancellation slot is signalled (with `operation_aborted`),
      though never within the signal;
    - reads `request` only until it completes, and `exchange_options` only until it returns;
    - can be called from any thread, unless the transport is documented otherwise.

    `async_wait` completes at a time of the transport's own clock, `now()`, or when cancelled, under
    the same rules. For a time that has passed it completes without a wait.

    A transport that can be made with an executor and `transport_options`, or with an executor
    alone, is made by the client; any other is handed to it as a `std::shared_ptr`.

    What a transport can do besides, where it has the members: `async_warm_up(origin, connections,
    exchange_options, warm_up_handler)` opens connections until there are so many, and `close_idle()`
    closes those that no exchange uses.
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
    /// Where handlers run that have no executor of their own.
    virtual asio::any_io_executor get_executor() const = 0;
    /// The transport's time.
    virtual time_point now() const = 0;
    /// See `transport`.
    virtual void async_exchange(request const&, exchange_options const&, exchange_handler) = 0;
    /// See `transport`.
    virtual void async_wait(time_point, wait_handler) = 0;
    /// Open connections in advance; none where the transport can't.
    virtual void async_warm_up(
        origin const&, std::size_t connections, exchange_options const&, warm_up_handler) = 0;
    /// Close what no exchange uses; nothing where the transport can't.
    virtual void close_idle() = 0;
};

namespace detail {

APIDECK_DECL void open_nothing(asio::any_io_executor const& executor, warm_up_handler&& handler);

template <class T>
concept warms_up = requires(T& t, origin const& server, std::size_t connections,
    exchange_options const& options, warm_up_handler handler) {
    t.async_warm_up(server, connections, options, std::move(handler));
};

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

    void async_warm_up(origin const& server, std::size_t connections,
        exchange_options const& options, warm_up_handler handler) override
    {
        if constexpr (warms_up<T>)
            transport_->async_warm_up(server, connections, options, std::move(handler));
        else
            detail::open_nothing(get_executor(), std::move(handler));
    }
    void close_idle() override
    {
        if constexpr (requires { transport_->close_idle(); })
            transport_->close_idle();
    }

private:
    std::shared_ptr<T> transport_;
};

} // namespace detail

} // namespace apideck::http

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/transport.ipp>
#endif

#endif
