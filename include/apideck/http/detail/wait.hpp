#ifndef APIDECK_HTTP_DETAIL_WAIT_HPP
#define APIDECK_HTTP_DETAIL_WAIT_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>
#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/transport.hpp>

#include <boost/asio/error.hpp>

#include <memory>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// A handler that waits for a time in a `timer_queue`.
class wait final : public timer_queue::entry, public std::enable_shared_from_this<wait> {
public:
    wait(std::shared_ptr<timer_queue> queue, asio::any_io_executor const& executor, wait_handler h)
        : queue_(std::move(queue)), executor_(executor), handler_(std::move(h), executor)
    {}

    void start(time_point when)
    {
        auto slot = handler_.slot();
        if (slot.is_connected())
            slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
                auto const self = weak.lock();
                if (self && type != asio::cancellation_type::none && self->queue_->remove(*self))
                    self->complete(asio::error::operation_aborted);
            });
        queue_->set(shared_from_this(), when);
    }

    void on_time() override { complete({}); }

private:
    void complete(boost::system::error_code ec)
    {
        handler_(apideck::detail::completion::posted, executor_, boost::system::error_code{ec});
    }

    std::shared_ptr<timer_queue> queue_;
    asio::any_io_executor executor_;
    apideck::detail::completion_handler<boost::system::error_code> handler_;
};

} // namespace apideck::http::detail

#endif
