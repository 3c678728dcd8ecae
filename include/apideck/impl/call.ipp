#ifndef APIDECK_IMPL_CALL_IPP
#define APIDECK_IMPL_CALL_IPP

#include <apideck/core/call.hpp>
#include <apideck/core/retry_after.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace apideck::core {

APIDECK_DECL call::call(
    std::shared_ptr<pipeline> shared, std::unique_ptr<prepared_call> prepared)
    : shared_(std::move(shared)), prepared_(std::move(prepared)),
      strand_(asio::make_strand(shared_->transport().get_executor()))
{}

APIDECK_DECL void call::start()
{
    asio::post(strand_, [self = shared_from_this()] { self->begin(); });
}

APIDECK_DECL void call::cancel()
{
    // Posted, for the handler must not be called from within its caller's signal.
    if (!cancelled_.exchange(true))
        asio::post(strand_, [self = shared_from_this()] { self->on_cancel(); });
}

APIDECK_DECL void call::begin()
{
    if (cancelled_)
        return fail(cancelled_error{stage_});
    if (prepared_->refused)
        return fail(std::move(*prepared_->refused));
    time_point const now = shared_->transport().now();
    deadline_ = http::saturating_add(now, prepared_->timeout);
    machine_.emplace(
        std::move(prepared_->retries), prepared_->op->repeatable, now, deadline_);
    base_headers_ = prepared_->request.headers.wire().size();
    get_key(false);
}

/// An attempt that a refresh follows is reported when it is known whether that brought a key.
APIDECK_DECL void call::send()
{
    prepared_->request.headers.truncate(base_headers_);
    prepared_->request.headers.add("Authorization", authorization(key_));
    http::exchange_options options;
    options.deadline = deadline_;
    options.connect_timeout = prepared_->connect_timeout;
    options.attempt_timeout = prepared_->attempt_timeout;
    options.fresh_connection = fresh_connection_;
    attempt_start_ = shared_->transport().now();
    stage_ = stage::queue;
    shared_->transport().async_exchange(prepared_->request, options,
        resume_with(step_signal_, [](call& self, http::exchange_result r) {
            self.on_exchange(std::move(r));
        }));
}

APIDECK_DECL void call::on_exchange(http::exchange_result r)
{
    r.response.headers.redact(secret_of(key_));
    record(r);
    delivery_ = std::max(delivery_, r.delivery);
    stage_ = r.stage;
    bool const success = !r.error && r.response.status == prepared_->op->success;
    // An answer that is there counts, also for a caller who has just given up.
    if (success || cancelled_ || r.timed_out == http::time_limit::total) {
        report(attempts_.back());
        return cancelled_ && r.error ? fail(cancelled_error{r.stage}) : finish(r);
    }
    decide(r);
}

APIDECK_DECL void call::decide(http::exchange_result& r)
{
    attempt_outcome outcome;
    if (!r.error)
        outcome.status = r.response.status;
    outcome.delivery = r.delivery;
    outcome.reused_connection = r.reused_connection;
    outcome.timed_out = r.timed_out != http::time_limit::none;
    outcome.permanent = r.permanent;
    outcome.key_may_change = !r.error && r.response.status == 401
        && key_access::is_provider(shared_->options().api_key);
    if (!r.error)
        outcome.retry_after = retry_after(r.response.headers, std::chrono::system_clock::now());
    action const next = machine_->after(outcome, shared_->transport().now(), shared_->jitter());
    attempts_.back().next = next.reason;
    attempts_.back().wait = next.wait;
    refreshing_ = next.what == action::kind::refresh_key;
    if (!refreshing_)
        report(attempts_.back());

    fresh_connection_ = next.reason == retry_reason::new_connection;
    switch (next.what) {
    case action::kind::done: return finish(r);
    case action::kind::send: return get_key(false);
    case action::kind::wait: return wait(next.wait);
    case action::kind::refresh_key:
        last_ = std::move(r);
        return get_key(true);
    }
}

APIDECK_DECL void call::wait(duration d)
{
    stage_ = stage::wait;
    shared_->transport().async_wait(http::saturating_add(shared_->transport().now(), d),
        resume_with(step_signal_,
            [](call& self, boost::system::error_code ec) { self.on_wait(ec); }));
}

APIDECK_DECL void call::on_wait(boost::system::error_code ec)
{
    if (cancelled_ || ec)
        return fail(cancelled_error{stage::wait});
    get_key(false);
}

APIDECK_DECL void call::on_cancel()
{
    if (finished_)
        return;
    if (stage_ == stage::api_key) {
        ++provider_round_;
        deadline_signal_.emit(asio::cancellation_type::terminal);
        step_signal_.emit(asio::cancellation_type::terminal);
        return fail(cancelled_error{stage::api_key});
    }
    step_signal_.emit(asio::cancellation_type::terminal);
}

} // namespace apideck::core

#endif
