#ifndef APIDECK_TESTING_IMPL_SCRIPTED_TRANSPORT_IPP
#define APIDECK_TESTING_IMPL_SCRIPTED_TRANSPORT_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/testing/detail/scripted_state.hpp>
#include <apideck/testing/scripted_transport.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

namespace detail {

inline delivery delivery_in(stage where)
{
    if (where < stage::write)
        return delivery::never;
    return where < stage::read_body ? delivery::possibly : delivery::certainly;
}

/// Which limit strikes first, and when; `after` if none does before that.
inline std::pair<time_point, http::time_limit> first_limit(
    http::exchange_options const& options, time_point start, stage where, time_point after)
{
    std::pair first{after, http::time_limit::none};
    auto const strike = [&](time_point when, http::time_limit limit) {
        if (when < first.first)
            first = {when, limit};
    };
    strike(options.deadline, http::time_limit::total);
    if (where != stage::queue)
        strike(http::saturating_add(start, options.attempt_timeout), http::time_limit::attempt);
    if (where >= stage::resolve && where <= stage::handshake)
        strike(http::saturating_add(start, options.connect_timeout), http::time_limit::connect);
    return first;
}

} // namespace detail

APIDECK_DECL scripted_transport::scripted_transport(asio::any_io_executor executor)
    : state_(std::make_shared<detail::scripted_state>())
{
    state_->executor = std::move(executor);
    apideck::detail::context_watch::bind(state_->executor, state_);
}

APIDECK_DECL scripted_step& scripted_transport::reply(http::response response)
{
    http::exchange_result outcome;
    outcome.stage = stage::read_body;
    outcome.delivery = delivery::certainly;
    outcome.response = std::move(response);
    return state_->add(std::move(outcome));
}

APIDECK_DECL scripted_step& scripted_transport::reply(
    int status, std::string body, http::headers headers)
{
    http::response response;
    response.status = status;
    response.headers = std::move(headers);
    response.body = std::move(body);
    return reply(std::move(response));
}

APIDECK_DECL scripted_step& scripted_transport::fail(boost::system::error_code error, stage where)
{
    return fail(error, where, detail::delivery_in(where));
}

APIDECK_DECL scripted_step& scripted_transport::fail(
    boost::system::error_code error, stage where, delivery delivered)
{
    http::exchange_result outcome;
    outcome.error = error;
    outcome.stage = where;
    outcome.delivery = delivered;
    return state_->add(std::move(outcome));
}

APIDECK_DECL scripted_step& scripted_transport::stall(stage where)
{
    return stall(where, detail::delivery_in(where));
}

APIDECK_DECL scripted_step& scripted_transport::stall(stage where, delivery delivered)
{
    return fail(asio::error::timed_out, where, delivered).after((duration::max)());
}

APIDECK_DECL scripted_step& scripted_transport::end_with(http::exchange_result outcome)
{
    return state_->add(std::move(outcome));
}

APIDECK_DECL std::size_t scripted_transport::steps_left() const { return state_->steps.size(); }

APIDECK_DECL std::vector<scripted_request> const& scripted_transport::requests() const
{
    return state_->requests;
}

APIDECK_DECL asio::any_io_executor scripted_transport::get_executor() const
{
    return state_->executor;
}

APIDECK_DECL time_point scripted_transport::now() const { return state_->now; }

APIDECK_DECL void scripted_transport::async_exchange(http::request const& request,
    http::exchange_options const& options, http::exchange_handler handler)
{
    auto const start = state_->now;
    state_->requests.push_back({request, options, start});
    auto step = state_->take();
    if (step.check_)
        step.check_(request);

    // What it is when something ends it early: a reply then has not begun to arrive.
    bool const replies = !step.outcome_.error;
    http::exchange_result aborted;
    aborted.error = asio::error::operation_aborted;
    aborted.stage = replies ? stage::read_head : step.outcome_.stage;
    aborted.delivery = replies ? delivery::possibly : step.outcome_.delivery;
    aborted.reused_connection = step.outcome_.reused_connection;

    auto const [when, limit] = detail::first_limit(
        options, start, aborted.stage, http::saturating_add(start, step.after_));
    auto outcome = limit == http::time_limit::none ? std::move(step.outcome_) : aborted;
    if (limit != http::time_limit::none) {
        outcome.error = asio::error::timed_out;
        outcome.timed_out = limit;
    }
    state_->start(when, std::move(handler), std::move(outcome), std::move(aborted));
}

APIDECK_DECL void scripted_transport::async_wait(time_point when, http::wait_handler handler)
{
    boost::system::error_code const done;
    boost::system::error_code const aborted = asio::error::operation_aborted;
    state_->start(when, std::move(handler), done, aborted);
}

APIDECK_DECL std::size_t scripted_transport::pending() const { return state_->events.size(); }

APIDECK_DECL bool scripted_transport::run() { return run(state_->own_context()); }

APIDECK_DECL bool scripted_transport::run(asio::io_context& context)
{
    return state_->run(context, (time_point::max)());
}

APIDECK_DECL bool scripted_transport::advance(duration time)
{
    return advance(time, state_->own_context());
}

APIDECK_DECL bool scripted_transport::advance(duration time, asio::io_context& context)
{
    return state_->run(context, http::saturating_add(state_->now, time));
}

} // namespace apideck::testing

#endif
