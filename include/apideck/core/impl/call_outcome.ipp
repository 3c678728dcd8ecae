#ifndef APIDECK_CORE_IMPL_CALL_OUTCOME_IPP
#define APIDECK_CORE_IMPL_CALL_OUTCOME_IPP

// What a call comes to, and what is told of it.

#include <apideck/core/answer.hpp>
#include <apideck/core/call.hpp>
#include <apideck/core/redact.hpp>

#include <sstream>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

/// An error, where such calls fail until somebody changes something; else a warning.
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

APIDECK_DECL void call::finish(http::exchange_result& r)
{
    if (r.error)
        return fail(describe_failure(r), r.permanent);
    answer& a = *outcome_->emplace(boost::system::in_place_value); // and not moved there
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
    // What an observer throws must not take the call with it.
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
        // As in report().
    }
}

} // namespace apideck::core

#endif
