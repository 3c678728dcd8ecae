#ifndef APIDECK_TESTING_DETAIL_SCRIPTED_STATE_HPP
#define APIDECK_TESTING_DETAIL_SCRIPTED_STATE_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/context_watch.hpp>
#include <apideck/testing/scripted_step.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// An exchange or a wait under way.
struct scripted_event {
    virtual ~scripted_event() = default;
    virtual asio::cancellation_slot slot() const = 0;
    /// Posts the completion.
    virtual void complete(asio::any_io_executor const& executor, bool cancelled) = 0;

    std::uint64_t id{};
};

template <class Argument>
struct scripted_event_of final : scripted_event {
    using result_type = std::remove_reference_t<Argument>;
    using handler_type = asio::any_completion_handler<void(Argument)>;

    scripted_event_of(handler_type h, result_type at_time, result_type if_cancelled)
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
    result_type results[2];
};

struct scripted_state final : apideck::detail::context_bound, std::enable_shared_from_this<scripted_state> {
    static constexpr time_point never = (time_point::max)();

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

    template <class Argument, class Result>
    void start(time_point when, asio::any_completion_handler<void(Argument)> handler,
        Result at_time, Result if_cancelled)
    {
        auto event = std::make_unique<scripted_event_of<Argument>>(
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
        now = (std::max)(now, events.begin()->first);
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
                now = (std::max)(now, until);
            return true;
        }
        return false;
    }

    asio::io_context& own_context() const
    {
        if (auto const* e = executor.target<asio::io_context::executor_type>())
            return asio::query(*e, asio::execution::context);
        throw std::logic_error(
            "scripted_transport: pass the io_context, the executor is not its own");
    }

    void context_ends() noexcept override
    {
        // What a handler owns may in turn ask for something: the map is whole meanwhile.
        auto const dropped = std::exchange(events, {});
        executor = asio::any_io_executor();
    }
};

} // namespace apideck::testing::detail

#endif
