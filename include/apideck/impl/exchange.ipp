#ifndef APIDECK_IMPL_EXCHANGE_IPP
#define APIDECK_IMPL_EXCHANGE_IPP

#include <apideck/http/detail/exchange.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace apideck::http::detail {

APIDECK_DECL exchange::exchange(std::shared_ptr<connection_pool> pool, request const& r,
    exchange_options const& options, exchange_handler handler)
    : pool_(std::move(pool)), request_(&r), options_(options),
      handler_executor_(asio::prefer(
          asio::any_completion_executor(
              asio::get_associated_executor(handler, pool_->get_executor())),
          asio::execution::outstanding_work.tracked)),
      completion_(new completion{std::move(handler)}), result_(completion_->result),
      reader_(pool_->options().limits), timer_at_(options.deadline)
{}

APIDECK_DECL void exchange::start()
{
    auto const slot = asio::get_associated_cancellation_slot(completion_->handler);
    if (slot.is_connected())
        asio::cancellation_slot(slot).assign(
            [weak = weak_from_this()](asio::cancellation_type type) {
                if (auto self = weak.lock(); self && type != asio::cancellation_type::none)
                    self->abort(ending::cancelled);
            });
    stage_start_ = clock::now();
    result_.stage = stage::queue;
    pool_->acquire(shared_from_this(), request_->origin, options_.fresh_connection);
    // Only now, so that a limit finds either a waiter or a connection. begin() sets its own.
    std::lock_guard const lock(mutex_);
    if (!done_ && !connection_)
        pool_->timers().set(shared_from_this(), options_.deadline);
}

APIDECK_DECL void exchange::on_connection(std::shared_ptr<connection> c, bool reused)
{
    result_.reused_connection = reused;
    auto const strand = c->get_executor();
    {
        std::lock_guard const lock(mutex_);
        connection_ = std::move(c);
    }
    asio::dispatch(strand, [self = shared_from_this()] { self->begin(); });
}

APIDECK_DECL void exchange::on_time() { abort(ending::time); }

APIDECK_DECL void exchange::abort(ending why)
{
    if (pool_->withdraw(*this, request_->origin)) {
        enter(stage::queue);
        return end_early(why);
    }
    std::shared_ptr<connection> c;
    {
        std::lock_guard const lock(mutex_);
        if (done_)
            return;
        if (!connection_) {
            early_end_ = why;
            return;
        }
        c = connection_;
    }
    asio::dispatch(c->get_executor(), [self = shared_from_this(), why] { self->on_abort(why); });
}

APIDECK_DECL void exchange::begin()
{
    acquired_ = clock::now();
    ending early = ending::none;
    {
        std::lock_guard const lock(mutex_);
        early = early_end_;
    }
    if (early != ending::none)
        return end_early(early);
    set_timer(!result_.reused_connection);
    resume();
}

APIDECK_DECL void exchange::on_abort(ending why)
{
    if (finished_ || ending_ != ending::none)
        return;
    // The timer may have gone off just when its limit was passed on.
    if (why == ending::time && clock::now() < timer_at_)
        return;
    ending_ = why;
    connection_->close();
    if (result_.stage == stage::resolve)
        end_early(why);
}

APIDECK_DECL void exchange::enter(stage s)
{
    time_point const now = clock::now();
    duration const took = now - std::exchange(stage_start_, now);
    switch (std::exchange(result_.stage, s)) {
    case stage::queue: result_.times.queue = took; break;
    case stage::resolve: result_.times.resolve = took; break;
    case stage::connect: result_.times.connect = took; break;
    case stage::handshake: result_.times.handshake = took; break;
    case stage::write: result_.times.write = took; break;
    case stage::read_head: result_.times.read_head = took; break;
    case stage::read_body: result_.times.read_body = took; break;
    default: break;
    }
}

APIDECK_DECL void exchange::set_timer(bool connecting)
{
    timer_at_ = options_.deadline;
    timer_limit_ = time_limit::total;
    auto const consider = [this](duration d, time_limit limit) {
        if (time_point const at = saturating_add(acquired_, d); at < timer_at_) {
            timer_at_ = at;
            timer_limit_ = limit;
        }
    };
    consider(options_.attempt_timeout, time_limit::attempt);
    if (connecting)
        consider(options_.connect_timeout, time_limit::connect);
    pool_->timers().set(shared_from_this(), timer_at_);
}

APIDECK_DECL void exchange::fail(boost::system::error_code ec)
{
    result_.error = ec;
    if (result_.reason.empty() && result_.stage < stage::write)
        result_.reason = server();
    finish(false);
}

APIDECK_DECL void exchange::end_early(ending why)
{
    if (why == ending::time) {
        result_.timed_out = timer_limit_ == time_limit::none ? time_limit::total : timer_limit_;
        result_.error = asio::error::timed_out;
    } else {
        result_.error = asio::error::operation_aborted;
    }
    finish(false);
}

APIDECK_DECL void exchange::finish(bool reusable)
{
    if (std::exchange(finished_, true))
        return;
    enter(result_.stage);
    std::shared_ptr<connection> c;
    {
        std::lock_guard const lock(mutex_);
        done_ = true;
        c = std::move(connection_);
        pool_->timers().remove(*this);
    }
    result_.response = std::move(reader_.response());
    if (c) {
        reusable = reusable && reader_.keep_alive() && !write_error_ && c->input.size() == 0
            && !c->has_unread();
        if (!reusable)
            c->close();
        pool_->release(request_->origin, std::move(c), reusable);
    }
    complete();
}

APIDECK_DECL void exchange::complete()
{
    // Posted: what follows is the caller's, and must neither run before async_exchange has
    // returned nor on the strand of a connection that is another's by now.
    auto const executor = std::move(handler_executor_);
    asio::post(pool_->get_executor(), [executor, done = std::move(completion_)]() mutable {
        asio::dispatch(executor, [done = std::move(done)] {
            std::move(done->handler)(std::move(done->result));
        });
    });
}

} // namespace apideck::http::detail

#endif
