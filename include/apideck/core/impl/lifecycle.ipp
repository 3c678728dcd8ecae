#ifndef APIDECK_CORE_IMPL_LIFECYCLE_IPP
#define APIDECK_CORE_IMPL_LIFECYCLE_IPP

#include <apideck/core/answer.hpp>
#include <apideck/core/lifecycle.hpp>
#include <apideck/core/running_calls.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <new>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

/// The shutdown of a client. Runs on a strand of its own.
class shutdown : public std::enable_shared_from_this<shutdown> {
public:
    shutdown(std::shared_ptr<pipeline> shared, time_point deadline, shutdown_handler h)
        : shared_(std::move(shared)), strand_(shared_->transport().get_executor()),
          deadline_(deadline), handler_(std::move(h), strand_.get_inner_executor())
    {}

    void start()
    {
        if (auto slot = handler_.slot(); slot.is_connected())
            slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
                if (auto const self = weak.lock(); self && type != asio::cancellation_type::none)
                    asio::post(self->strand_, [self] { self->cancel_rest(); });
            });
        asio::post(strand_, [self = shared_from_this()] { self->set_deadline(); });
        // Now, not on the strand: a call that is made after this must not begin.
        shared_->calls().close([self = shared_from_this()] {
            asio::post(self->strand_, [self] { self->end(); });
        });
    }

private:
    void set_deadline()
    {
        shared_->transport().async_wait(deadline_,
            asio::bind_cancellation_slot(timer_.slot(),
                asio::bind_executor(
                    strand_, [self = shared_from_this()](boost::system::error_code ec) {
                        if (!ec)
                            self->cancel_rest();
                    })));
    }

    void cancel_rest() { cancelled_ += shared_->calls().cancel_all(); }

    void end()
    {
        timer_.emit(asio::cancellation_type::terminal);
        shared_->transport().close_idle();
        handler_(completion::posted, strand_.get_inner_executor(), std::size_t{cancelled_});
    }

    using completion = apideck::detail::completion;

    std::shared_ptr<pipeline> shared_;
    asio::strand<asio::any_io_executor> strand_;
    time_point deadline_;
    apideck::detail::completion_handler<std::size_t, true> handler_;
    asio::cancellation_signal timer_;
    std::size_t cancelled_ = 0;
};

/// What the caller of a warm-up gets.
inline result<std::size_t> describe(http::warm_up_result&& r)
{
    if (!r.failure.error)
        return r.opened;
    if (r.failure.error == asio::error::operation_aborted)
        return error(cancelled_error{r.failure.stage});
    return error(describe_failure(r.failure));
}

/// A client that opens connections; a call, as far as a shutdown is concerned. Runs on a strand of its own.
class warm_up final : public running_calls::entry, public std::enable_shared_from_this<warm_up> {
public:
    warm_up(std::shared_ptr<pipeline> shared, warm_up_handler h)
        : shared_(std::move(shared)), strand_(shared_->transport().get_executor()),
          handler_(std::move(h), strand_.get_inner_executor())
    {}
    ~warm_up() override { shared_->calls().remove(*this); }

    void start(call_plan plan, std::size_t connections)
    {
        if (auto slot = handler_.slot(); slot.is_connected())
            slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
                if (auto const self = weak.lock(); self && type != asio::cancellation_type::none)
                    self->cancel();
            });
        if (!shared_->calls().add(*this))
            return end(error(cancelled_error{}));
        if (plan.refused)
            return end(error(*plan.refused));
        asio::post(strand_, [self = shared_from_this(), plan = std::move(plan), connections] {
            self->open(plan, connections);
        });
    }

    void cancel() override
    {
        if (!cancelled_.exchange(true))
            asio::post(strand_, [self = shared_from_this()] {
                self->opening_.emit(asio::cancellation_type::terminal);
            });
    }

private:
    std::shared_ptr<entry> share() override { return weak_from_this().lock(); }

    void open(call_plan const& plan, std::size_t connections)
    {
        if (cancelled_)
            return end(error(cancelled_error{}));
        auto& transport = shared_->transport();
        http::exchange_options options;
        options.deadline = http::saturating_add(transport.now(), plan.timeout);
        options.connect_timeout = plan.connect_timeout;
        try {
            transport.async_warm_up(plan.head.origin, connections, options,
                asio::bind_cancellation_slot(opening_.slot(),
                    asio::bind_executor(
                        strand_, [self = shared_from_this()](http::warm_up_result r) {
                            self->end(describe(std::move(r)));
                        })));
        } catch (std::bad_alloc const&) {
            end(error(connection_error{stage::queue, asio::error::no_memory}));
        }
    }

    void end(result<std::size_t>&& outcome)
    {
        handler_(completion::posted, strand_.get_inner_executor(), std::move(outcome));
        shared_->calls().remove(*this);
    }

    using completion = apideck::detail::completion;

    std::shared_ptr<pipeline> shared_;
    asio::strand<asio::any_io_executor> strand_;
    apideck::detail::completion_handler<result<std::size_t>, true> handler_;
    asio::cancellation_signal opening_;
    std::atomic<bool> cancelled_ = false;
};

} // namespace detail

APIDECK_DECL void start_shutdown(
    std::shared_ptr<pipeline> const& shared, time_point deadline, shutdown_handler&& handler)
{
    std::make_shared<detail::shutdown>(shared, deadline, std::move(handler))->start();
}

APIDECK_DECL void start_warm_up(
    std::shared_ptr<pipeline> const& shared, std::size_t connections, warm_up_handler&& handler)
{
    static constexpr operation no_operation{};
    // No request is made, so what only requests need may be missing.
    call_options const own{.consumer_id = "none", .app_id = "none"};
    std::make_shared<detail::warm_up>(shared, std::move(handler))
        ->start(make_plan(shared->options(), own, no_operation, false), connections);
}

} // namespace apideck::core

#endif
