#ifndef APIDECK_CORE_IMPL_CALL_IPP
#define APIDECK_CORE_IMPL_CALL_IPP

#include <apideck/core/answer.hpp>
#include <apideck/core/call.hpp>
#include <apideck/core/redact.hpp>
#include <apideck/core/retry_after.hpp>
#include <apideck/detail/asio.hpp>

#include <boost/asio/dispatch.hpp>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

/// `error` if such calls fail until somebody changes something, else `warning`.
inline log_level level_of(error const& e, bool permanent)
{
    bool const passes = e.visit(
        [](api_error const& api) {
            return api.status / 100 == 5 || api.status == 408 || api.status == 429;
        },
        [&](connection_error const&) { return !permanent; },
        [](timeout_error const&) { return true; }, [](cancelled_error const&) { return true; },
        [](invalid_request_error const& refused) { return refused.cause != nullptr; }, // a key provider threw
        [](auto const&) { return false; });
    return passes ? log_level::warning : log_level::error;
}

} // namespace detail

APIDECK_DECL call::call(std::shared_ptr<pipeline> shared, prepared_call prepared)
    : shared_(std::move(shared)), prepared_(std::move(prepared))
{
}

APIDECK_DECL call::~call()
{
    if (counted_)
        shared_->calls().remove(*this);
}

APIDECK_DECL void call::start()
{
    counted_ = shared_->calls().add(*this);
    // A call that runs the caller's code is posted, so that nothing of it runs inside the initiating function.
    bool const asks_nobody = counted_ && !prepared_.plan->refused
        && key_access::is_text(shared_->options().api_key) && shared_->fixed_key()->refused.empty();
    auto const executor = shared_->transport().get_executor();
    if (!asks_nobody || !executor)
        return post([](call& self) { self.begin(); });
    asio::dispatch(executor, [self = shared_from_this()] {
        self->locked(completion::posted, [](call& c) { c.begin(); });
    });
}

APIDECK_DECL void call::cancel()
{
    // Posted, for the handler must not be called from within its caller's signal.
    if (!cancelled_.exchange(true))
        post([](call& self) { self.on_cancel(); });
}

APIDECK_DECL void call::begin()
{
    if (cancelled_ || !counted_)
        return fail(cancelled_error{stage_});
    if (prepared_.plan->refused)
        return fail(*prepared_.plan->refused);
    shared_->retries().earn();
    time_point const now = shared_->transport().now();
    deadline_ = http::saturating_add(now, prepared_.plan->timeout);
    machine_.emplace(prepared_.plan->retries, prepared_.plan->op->repeatable, now, deadline_);
    get_key(false, now);
}

APIDECK_DECL void call::send(time_point now)
{
    prepared_.request.authorization = {key_, &key_->authorization};
    http::exchange_options options;
    options.deadline = deadline_;
    options.connect_timeout = prepared_.plan->connect_timeout;
    options.attempt_timeout = prepared_.plan->attempt_timeout;
    options.fresh_connection = fresh_connection_;
    attempt_start_ = now;
    stage_ = stage::queue;
    shared_->transport().async_exchange(prepared_.request, options,
        resume_with([](call& self, http::exchange_result&& r) { self.on_exchange(std::move(r)); }));
}

APIDECK_DECL void call::on_exchange(http::exchange_result&& r)
{
    delivery_ = (std::max)(delivery_, r.delivery);
    stage_ = r.stage;
    r.response.headers.redact(key_->secret);
    record(r);
    bool const success = !r.error && r.response.status == prepared_.plan->op->success;
    // An answer that has arrived counts, even if the caller has just cancelled.
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
    time_point const now = shared_->transport().now();
    action next = machine_->after(outcome, now, shared_->jitter());
    if (next.what == action::kind::wait && !shared_->retries().take(now)) {
        log(log_level::warning, "no retry, for the client's retry_budget is spent");
        next = {};
    }
    attempts_.back().next = next.reason;
    attempts_.back().wait = next.wait;
    // An attempt before a refresh is reported once it is known whether that brought a key.
    refreshing_ = next.what == action::kind::refresh_key;
    if (!refreshing_)
        report(attempts_.back());

    fresh_connection_ = next.reason == retry_reason::new_connection;
    switch (next.what) {
    case action::kind::done: return finish(r);
    case action::kind::send: return get_key(false, shared_->transport().now()); // after report()
    case action::kind::wait: return wait(next.wait);
    case action::kind::refresh_key:
        last_ = std::make_unique<http::exchange_result>(std::move(r));
        return get_key(true, now);
    }
}

APIDECK_DECL void call::wait(duration d)
{
    stage_ = stage::wait;
    shared_->transport().async_wait(http::saturating_add(shared_->transport().now(), d),
        resume_with([](call& self, boost::system::error_code ec) { self.on_wait(ec); }));
}

APIDECK_DECL void call::on_wait(boost::system::error_code ec)
{
    if (cancelled_ || ec)
        return fail(cancelled_error{stage::wait});
    get_key(false, shared_->transport().now());
}

APIDECK_DECL void call::on_cancel()
{
    step_signal_.emit(asio::cancellation_type::terminal);
    if (stage_ == stage::api_key) {
        stop_provider();
        fail(cancelled_error{stage::api_key});
    }
}

APIDECK_DECL void call::finish(http::exchange_result& r)
{
    if (r.error)
        return fail(describe_failure(r), r.permanent);
    answer& a = *outcome_->emplace(boost::system::in_place_value); // filled in place, not moved there
    a.http.status = r.response.status;
    a.http.headers = std::move(r.response.headers);
    a.http.request_id = attempts_.back().request_id;
    a.http.attempts = std::move(attempts_);
    a.body = std::move(r.response.body);
    a.body_truncated = r.response.body_truncated;
    a.most_error_body = shared_->options().limits.error_body;
    a.key = key_->secret;
    if (a.http.status != prepared_.plan->op->success)
        conclude(to_api_error(std::move(a)));
}

APIDECK_DECL void call::fail(error::variant_type alternative, bool permanent)
{
    end_refresh(retry_reason::none);
    error::context context;
    context.delivery = delivery_;
    context.http.attempts = std::move(attempts_);
    conclude(error(std::move(alternative), std::move(context)), permanent);
}

APIDECK_DECL void call::conclude(error&& e, bool permanent)
{
    log_failure(e, permanent);
    outcome_->emplace(std::move(e));
}

APIDECK_DECL attempt& call::record(http::exchange_result const& r)
{
    attempt& a = attempts_.emplace_back();
    a.number = static_cast<unsigned>(attempts_.size());
    if (r.response.status != 0) {
        a.status = r.response.status;
        a.request_id = request_id(r.response.headers);
        redact(a.request_id, key_->secret);
    }
    a.error = r.error;
    a.stage = r.stage;
    a.delivery = r.delivery;
    a.reused_connection = r.reused_connection;
    a.times = r.times;
    a.total = shared_->transport().now() - attempt_start_;
    return a;
}

APIDECK_DECL void call::report(attempt const& a) const
{
    observer const& o = shared_->options().observer;
    // An observer that throws must not end the call.
    try {
        if (o.on_attempt)
            o.on_attempt({prepared_.plan->op->id, a});
    } catch (...) {
    }
    try {
        if (o.on_log) {
            std::ostringstream line;
            line << prepared_.plan->op->id << ' ' << a;
            o.on_log(log_level::debug, std::move(line).str());
        }
    } catch (...) {
    }
}

APIDECK_DECL void call::log_success(int status) const
{
    if (shared_->options().observer.on_log)
        log(log_level::info, std::to_string(status));
}

APIDECK_DECL void call::log_failure(error const& e, bool permanent) const
{
    if (shared_->options().observer.on_log) // a message is long to make
        log(detail::level_of(e, permanent), e.message());
}

APIDECK_DECL void call::log(log_level level, std::string const& text) const
{
    try {
        if (auto const& on_log = shared_->options().observer.on_log)
            on_log(level, std::string(prepared_.plan->op->id) + ": " + text);
    } catch (...) {
        // Discarded, as in report().
    }
}

} // namespace apideck::core

#endif
