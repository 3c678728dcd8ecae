#ifndef APIDECK_HTTP_DETAIL_WAIT_HPP
#define APIDECK_HTTP_DETAIL_WAIT_HPP

#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/transport.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace apideck::http::detail {

/// A handler that waits for a time in a `timer_queue`.
class wait final : public timer_queue::entry, public std::enable_shared_from_this<wait> {
public:
    wait(std::shared_ptr<timer_queue> queue, asio::any_io_executor const& executor, wait_handler h)
        : queue_(std::move(queue)), handler_(std::move(h)), executor_(executor)
    {}

    void start(time_point when)
    {
        auto slot = asio::get_associated_cancellation_slot(handler_);
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
        auto const handler_executor = asio::get_associated_executor(handler_, executor_);
        auto done = [handler = std::move(handler_), ec]() mutable { std::move(handler)(ec); };
        asio::post(executor_, [handler_executor, done = std::move(done)]() mutable {
            asio::dispatch(handler_executor, std::move(done));
        });
    }

    std::shared_ptr<timer_queue> queue_;
    wait_handler handler_;
    asio::any_io_executor executor_;
};

} // namespace apideck::http::detail

#endif
