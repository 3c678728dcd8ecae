#ifndef APIDECK_HTTP_IMPL_EXCHANGE_IPP
#define APIDECK_HTTP_IMPL_EXCHANGE_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/exchange.hpp>
#include <apideck/http/detail/tls.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL exchange::exchange(std::shared_ptr<connection_pool> pool, request const& r,
    exchange_options const& options, exchange_handler handler)
    : pool_(std::move(pool)),
      request_(&r),
      options_(options),
      handler_(std::move(handler), pool_->get_executor()),
      timer_at_(options.deadline)
{
}

APIDECK_DECL void exchange::start()
{
    if (auto slot = handler_.slot(); slot.is_connected())
        slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
            if (auto self = weak.lock(); self && type != asio::cancellation_type::none)
                self->abort(ending::cancelled);
        });
    stage_start_ = clock::now();
    result_.stage = stage::queue;
    if (pool_->acquire(
            shared_from_this(), request_->head->origin, options_.fresh_connection, stage_start_))
        return;
    try {
        // Only now, so that a limit finds either a waiter or a connection. begin() sets its own.
        std::lock_guard const lock(mutex_);
        if (!finished_ && !connection_)
            pool_->timers().set(shared_from_this(), options_.deadline);
    } catch (...) { // no memory for the limit, without which nobody is to wait
        if (pool_->withdraw(*this))
            locked(completion::posted, [&] {
                result_.error = asio::error::no_memory;
                finish();
            });
    }
}

APIDECK_DECL void exchange::on_connection(std::shared_ptr<connection> c, time_point now)
{
    locked(completion::posted, [&] {
        has_place_ = true;
        result_.reused_connection = c != nullptr;
        connection_ = c ? std::move(c) : std::make_shared<connection>(pool_->get_executor());
        begin(now);
    });
}

APIDECK_DECL void exchange::on_time() { abort(ending::time); }

APIDECK_DECL void exchange::resume(boost::system::error_code ec, std::size_t bytes)
{
    locked(completion::dispatched, [&] { advance(ec, bytes); });
}

APIDECK_DECL void exchange::abort(ending why)
{
    bool const waited = pool_->withdraw(*this);
    locked(completion::posted, [&] {
        if (waited)
            end_early(why);
        else if (connection_)
            on_abort(why);
        else
            ending_ = why; // for begin(), which is about to come
    });
}

APIDECK_DECL void exchange::begin(time_point now)
{
    // It is the time of whoever gave the connection back, which may lie before this one's start.
    acquired_ = (std::max)(now, stage_start_);
    if (ending_ != ending::none) {
        end_early(ending_);
        reusable_ = result_.reused_connection; // nothing was done with it
        return;
    }
    reader_.emplace(pool_->options().limits);
    set_timer(!result_.reused_connection);
    advance();
}

APIDECK_DECL void exchange::on_abort(ending why)
{
    if (ending_ != ending::none)
        return;
    // The timer may have gone off just when its limit was passed on.
    if (why == ending::time && clock::now() < timer_at_)
        return;
    ending_ = why;
    connection_->close();
    // A lookup can't be stopped, but left behind. A resolver that dropped its handler has nobody left who dials.
    bool const dials = result_.stage == stage::resolve || result_.stage == stage::connect;
    if (auto const dialling = dialer_.lock(); dials && (!dialling || dialling->cancel()))
        end_early(why);
}

APIDECK_DECL void exchange::enter(stage s, time_point now)
{
    duration const took = now - std::exchange(stage_start_, now);
    switch (std::exchange(result_.stage, s)) {
    case stage::queue: result_.times.queue = took; break;
    case stage::resolve: result_.times.resolve = took; break;
    case stage::connect: result_.times.connect = took; break;
    case stage::proxy: result_.times.proxy = took; break;
    case stage::handshake: result_.times.handshake = took; break;
    case stage::write: // twice, where only the end tells that it failed
        result_.times.write = result_.times.write.value_or(duration::zero()) + took;
        break;
    case stage::read_head: result_.times.read_head = took; break;
    case stage::read_body: result_.times.read_body = took; break;
    case stage::prepare:
    case stage::api_key:
    case stage::wait: break; // not an exchange's
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
    if (result_.reason.empty()) {
        // In TLS 1.3 a server refuses a client's certificate only after the handshake.
        result_.reason = explain_tls(ec, peer());
        result_.permanent = result_.permanent || !result_.reason.empty();
    }
    if (result_.reason.empty() && result_.stage < stage::write)
        result_.reason = peer();
    finish();
}

APIDECK_DECL void exchange::end_early(ending why)
{
    if (why == ending::time) {
        result_.timed_out = timer_limit_ == time_limit::none ? time_limit::total : timer_limit_;
        result_.error = asio::error::timed_out;
    } else {
        result_.error = asio::error::operation_aborted;
    }
    finish();
}

APIDECK_DECL void exchange::finish(time_point now)
{
    finished_ = true;
    enter(result_.stage, now);
    if (reader_)
        result_.response = std::move(reader_->response());
}

APIDECK_DECL void exchange::conclude(completion how)
{
    pool_->timers().remove(*this);
    if (connection_ && !reusable_) {
        if (result_.error)
            connection_->close();
        else
            connection_->shutdown();
    }
    if (has_place_)
        pool_->release(request_->head->origin, std::move(connection_), reusable_, stage_start_);
    handler_(how, pool_->get_executor(), std::move(result_));
}

} // namespace apideck::http::detail

#endif
