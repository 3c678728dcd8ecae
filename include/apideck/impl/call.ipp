#ifndef APIDECK_IMPL_CALL_IPP
#define APIDECK_IMPL_CALL_IPP

#include <apideck/core/call.hpp>
#include <apideck/core/redact.hpp>
#include <apideck/core/retry_after.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace apideck::core {

namespace detail {

/// The error that an exchange without a whole answer is, for its caller.
inline error::variant_type describe_failure(http::exchange_result& r)
{
    if (!r.wrong_option.empty())
        return invalid_request_error{std::move(r.wrong_option), std::move(r.reason)};
    if (r.timed_out != http::time_limit::none)
        return timeout_error{r.timed_out, r.stage};
    return connection_error{
        r.stage, r.error, std::move(r.reason), std::move(r.certificate_subject)};
}

/// What of a key must not be repeated. A text shorter than any key is a test's: to replace it would
/// spoil an answer that holds it by chance ("json" in a content type).
inline std::string_view secret_of(std::string_view key)
{
    constexpr std::size_t scheme = sizeof "Bearer " - 1;
    constexpr std::size_t shortest = 8;
    if (authorization(key).size() == key.size())
        key.remove_prefix(key.find_first_not_of(' ', scheme - 1));
    return key.size() < shortest ? std::string_view() : key;
}

} // namespace detail

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

APIDECK_DECL void call::get_key(bool refresh)
{
    if (cancelled_)
        return fail(cancelled_error{stage_});
    api_key const& key = shared_->options().api_key;
    if (key_access::is_provider(key))
        return ask_provider(refresh);
    on_key(false, nullptr, key_access::is_text(key) ? key_access::text(key) : std::string());
}

APIDECK_DECL void call::ask_provider(bool refresh)
{
    stage_ = stage::api_key;
    // A provider that ignores its cancellation is not waited for; its answer then meets another round.
    unsigned const round = ++provider_round_;
    shared_->transport().async_wait(
        deadline_, resume_with(deadline_signal_, [round](call& self, boost::system::error_code ec) {
            if (!ec && round == self.provider_round_)
                self.on_key_deadline();
        }));
    // Posted, for a provider may answer at once. On the strand, so that cancelling a coroutine does not
    // race with it.
    auto done = asio::bind_cancellation_slot(step_signal_.slot(),
        [self = shared_from_this(), round, refresh](std::exception_ptr thrown, std::string key) {
            asio::post(self->strand_, [self, round, refresh, thrown, key = std::move(key)] {
                if (round == self->provider_round_)
                    self->on_provided(refresh, thrown, key);
            });
        });
    try {
        key_access::ask(shared_->options().api_key, {refresh}, strand_, std::move(done));
    } catch (...) {
        on_provided(refresh, std::current_exception(), {});
    }
}

APIDECK_DECL void call::on_provided(bool refresh, std::exception_ptr thrown, std::string key)
{
    ++provider_round_;
    deadline_signal_.emit(asio::cancellation_type::terminal);
    on_key(refresh, std::move(thrown), std::move(key));
}

APIDECK_DECL void call::on_key_deadline()
{
    ++provider_round_;
    step_signal_.emit(asio::cancellation_type::terminal);
    // The answer that asked for another key says more than that there was no time for one.
    if (refreshing_) {
        end_refresh(retry_reason::none);
        return finish(last_);
    }
    fail(timeout_error{http::time_limit::total, stage::api_key});
}

/// An attempt that a refresh follows is reported when it is known whether that brought a key.
APIDECK_DECL void call::end_refresh(retry_reason next)
{
    if (!std::exchange(refreshing_, false))
        return;
    attempts_.back().next = next;
    report(attempts_.back());
}

APIDECK_DECL void call::on_key(bool refresh, std::exception_ptr thrown, std::string key)
{
    if (cancelled_)
        return fail(cancelled_error{stage::api_key});
    // A refresh that brings nothing new leaves the answer as it was: the key was refused.
    if (refresh && (thrown || key == key_ || !check_key(key).empty())) {
        end_refresh(retry_reason::none);
        return finish(last_);
    }
    if (thrown)
        return fail(invalid_request_error{"api_key", "the key provider threw", thrown});
    if (auto wrong = check_key(key); !wrong.empty())
        return fail(invalid_request_error{"api_key", std::move(wrong)});
    key_ = std::move(key);
    end_refresh(retry_reason::new_key);
    send();
}

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
    r.response.headers.redact(detail::secret_of(key_));
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

APIDECK_DECL void call::finish(http::exchange_result& r)
{
    if (r.error)
        return fail(detail::describe_failure(r));
    answer a;
    a.http.status = r.response.status;
    a.http.headers = std::move(r.response.headers);
    a.http.request_id = attempts_.back().request_id;
    a.http.attempts = std::move(attempts_);
    a.body = std::move(r.response.body);
    a.body_truncated = r.response.body_truncated;
    a.most_error_body = shared_->options().limits.error_body;
    a.key = detail::secret_of(key_);
    if (a.http.status != prepared_->op->success)
        return conclude(result<answer>(to_api_error(std::move(a))));
    conclude(result<answer>(std::move(a)));
}

APIDECK_DECL void call::fail(error::variant_type alternative)
{
    end_refresh(retry_reason::none);
    error::context context;
    context.delivery = delivery_;
    context.http.attempts = std::move(attempts_);
    conclude(result<answer>(error(std::move(alternative), std::move(context))));
}

APIDECK_DECL void call::conclude(result<answer> outcome)
{
    if (std::exchange(finished_, true))
        return;
    log(outcome);
    deliver(std::move(outcome));
}

APIDECK_DECL attempt& call::record(http::exchange_result const& r)
{
    attempt& a = attempts_.emplace_back();
    a.number = static_cast<unsigned>(attempts_.size());
    if (r.response.status != 0) {
        a.status = r.response.status;
        a.request_id = request_id(r.response.headers);
        redact(a.request_id, detail::secret_of(key_));
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
    // What an observer throws must not take the call with it.
    try {
        if (o.on_attempt)
            o.on_attempt({prepared_->op->id, a});
    } catch (...) {
    }
    try {
        if (o.on_log) {
            std::ostringstream line;
            line << prepared_->op->id << ' ' << a;
            o.on_log(log_level::debug, std::move(line).str());
        }
    } catch (...) {
    }
}

APIDECK_DECL void call::log(result<answer> const& outcome) const
{
    observer const& o = shared_->options().observer;
    if (!o.on_log)
        return;
    try {
        std::string const id(prepared_->op->id);
        if (outcome)
            o.on_log(log_level::info, id + ": " + std::to_string(outcome->http.status));
        else
            o.on_log(log_level::warning, id + ": " + outcome.error().message());
    } catch (...) {
        // As in report().
    }
}

} // namespace apideck::core

#endif
