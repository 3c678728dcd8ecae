#ifndef APIDECK_IMPL_SCRIPTED_TRANSPORT_IPP
#define APIDECK_IMPL_SCRIPTED_TRANSPORT_IPP

#include <apideck/testing/detail/shutdown_hook.hpp>
#include <apideck/testing/scripted_transport.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

namespace apideck::testing {

namespace detail {

/// An exchange or a wait under way.
struct scripted_event {
    virtual ~scripted_event() = default;
    virtual asio::cancellation_slot slot() const = 0;
    /// Posts the completion.
    virtual void complete(asio::any_io_executor const& executor, bool cancelled) = 0;

    std::uint64_t id{};
};

template <class Result>
struct scripted_event_of final : scripted_event {
    using handler_type = asio::any_completion_handler<void(Result)>;

    scripted_event_of(handler_type h, Result at_time, Result if_cancelled)
        : handler(std::move(h)), results{std::move(at_time), std::move(if_cancelled)}
    {}

    asio::cancellation_slot slot() const override
    {
        return asio::get_associated_cancellation_slot(handler);
    }
    void complete(asio::any_io_executor const& executor, bool cancelled) override
    {
        // By way of `executor`, for the handler's own can't be required never to run inline.
        asio::post(executor, asio::append(std::move(handler), std::move(results[cancelled])));
    }

    handler_type handler;
    Result results[2];
};

struct scripted_state final : context_bound, std::enable_shared_from_this<scripted_state> {
    static constexpr time_point never = time_point::max();

    asio::any_io_executor executor;
    // Not at the epoch, so that a time point by default is in the past.
    time_point now{std::chrono::hours(10)};
    std::deque<scripted_step> steps;
    std::vector<scripted_request> requests;
    std::multimap<time_point, std::unique_ptr<scripted_event>> events;
    std::uint64_t last_id{};

    scripted_step& add(http::exchange_result outcome)
    {
        steps.push_back(scripted_step(std::move(outcome)));
        return steps.back();
    }

    scripted_step take()
    {
        if (steps.empty()) {
            add({.error = asio::error::connection_refused, .stage = stage::connect})
                .reason("the script has no answer left");
        }
        auto step = std::move(steps.front());
        steps.pop_front();
        return step;
    }

    template <class Result>
    void start(time_point when, asio::any_completion_handler<void(Result)> handler, Result at_time,
        Result if_cancelled)
    {
        auto event = std::make_unique<scripted_event_of<Result>>(
            std::move(handler), std::move(at_time), std::move(if_cancelled));
        if (when <= now)
            return event->complete(executor, false);
        event->id = ++last_id;
        if (auto slot = event->slot(); slot.is_connected())
            slot.assign([weak = weak_from_this(), id = event->id](asio::cancellation_type type) {
                auto const any = asio::cancellation_type::terminal
                    | asio::cancellation_type::partial | asio::cancellation_type::total;
                auto const self = weak.lock();
                if (self && (type & any) != asio::cancellation_type::none)
                    self->cancel(id);
            });
        events.emplace(when, std::move(event));
    }

    void cancel(std::uint64_t id)
    {
        for (auto i = events.begin(); i != events.end(); ++i) {
            if (i->second->id != id)
                continue;
            // The slot is in use by the signal that called, so it is not cleared.
            auto const event = std::move(events.extract(i).mapped());
            return event->complete(executor, true);
        }
    }

    void fire_next()
    {
        now = std::max(now, events.begin()->first);
        auto const event = std::move(events.extract(events.begin()).mapped());
        if (auto slot = event->slot(); slot.is_connected())
            slot.clear();
        event->complete(executor, false);
    }

    bool run(asio::io_context& context, time_point until)
    {
        constexpr std::size_t most = 100'000;
        for (std::size_t i = 0; i != most; ++i) {
            if (context.stopped())
                context.restart();
            if (context.poll_one() != 0)
                continue;
            if (!events.empty() && events.begin()->first != never
                && events.begin()->first <= until) {
                fire_next();
                continue;
            }
            if (until != never)
                now = std::max(now, until);
            return true;
        }
        return false;
    }

    asio::io_context& own_context() const
    {
        if (auto const* e = executor.target<asio::io_context::executor_type>())
            return e->context();
        throw std::logic_error("scripted_transport: its executor is not an io_context's, pass that");
    }

    void context_ends() noexcept override
    {
        // What a handler owns may in turn ask for something: the map is whole meanwhile.
        auto const dropped = std::exchange(events, {});
        executor = asio::any_io_executor();
    }
};

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
    detail::shutdown_hook::bind(state_->executor, state_);
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
    return fail(asio::error::timed_out, where, delivered).after(duration::max());
}

APIDECK_DECL scripted_step& scripted_transport::end_with(http::exchange_result outcome)
{
    return state_->add(std::move(outcome));
}

APIDECK_DECL std::size_t scripted_transport::steps_left() const
{
    return state_->steps.size();
}

APIDECK_DECL std::vector<scripted_request> const& scripted_transport::requests() const
{
    return state_->requests;
}

APIDECK_DECL asio::any_io_executor scripted_transport::get_executor() const
{
    return state_->executor;
}

APIDECK_DECL time_point scripted_transport::now() const
{
    return state_->now;
}

APIDECK_DECL void scripted_transport::async_exchange(http::request const& request,
    http::exchange_options const& options, http::exchange_handler handler)
{
    auto const start = state_->now;
    state_->requests.push_back({request, options, start});
    auto step = state_->take();
    if (step.check_)
        step.check_(request);

    // What it is when something ends it early: a reply then has not begun to arrive.
    http::exchange_result aborted = step.outcome_;
    aborted.response = {};
    aborted.reason.clear();
    aborted.permanent = false;
    if (!step.outcome_.error) {
        aborted.stage = stage::read_head;
        aborted.delivery = delivery::possibly;
    }
    aborted.error = asio::error::operation_aborted;

    auto const [when, limit] = detail::first_limit(options, start, aborted.stage,
        http::saturating_add(start, step.after_));
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

APIDECK_DECL std::size_t scripted_transport::pending() const
{
    return state_->events.size();
}

APIDECK_DECL bool scripted_transport::run()
{
    return run(state_->own_context());
}

APIDECK_DECL bool scripted_transport::run(asio::io_context& context)
{
    return state_->run(context, time_point::max());
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
