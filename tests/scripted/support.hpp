#ifndef APIDECK_TESTS_SCRIPTED_SUPPORT_HPP
#define APIDECK_TESTS_SCRIPTED_SUPPORT_HPP

// A client over a scripted transport, and what a test asks of its calls. All time is virtual.

#include <apideck/basic_client.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/testing/scripted_transport.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/created_body.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apideck::tests {

using namespace std::chrono_literals;
using testing::scripted_transport;
using scripted_client = basic_client<scripted_transport>;

/// A call that was started: what came of it, how often and when.
struct call_record {
    int completions = 0;
    time_point at{};
    std::optional<create_session_result> result{};
    asio::cancellation_signal stop{};
};

/// The time of `time` from now on the script's clock.
template <class Token = asio::use_awaitable_t<>>
auto virtual_wait(scripted_transport script, duration time, Token&& token = {})
{
    time_point const when = http::saturating_add(script.now(), time);
    return asio::async_initiate<Token, void(boost::system::error_code)>(
        [script, when](auto handler) mutable {
            script.async_wait(when, http::wait_handler(std::move(handler)));
        },
        token);
}

struct scripted_vault {
    asio::io_context io{};
    scripted_transport script{io.get_executor()};
    client_options options = default_options();
    time_point begin = script.now();

    static client_options default_options()
    {
        client_options out;
        out.api_key = "sk_test_0123";
        out.app_id = "app";
        out.consumer_id = "consumer";
        return out;
    }

    scripted_client client() const
    {
        return {std::make_shared<scripted_transport>(script), options};
    }

    /// An answer of 200.
    testing::scripted_step& succeed() { return script.reply(200, created_body); }

    /// Start a call that the record's signal cancels; `run` or `advance` take it further.
    std::shared_ptr<call_record> start(call_options const& call = {}) const
    {
        auto record = std::make_shared<call_record>();
        Session const session{};
        client().vault.sessions.create(session, call,
            asio::bind_cancellation_slot(
                record->stop.slot(), [record, clock = script](create_session_result created) {
                    ++record->completions;
                    record->at = clock.now();
                    record->result.emplace(std::move(created));
                }));
        return record;
    }

    /// Start a call and run until nothing is left to do.
    create_session_result call(call_options const& call = {})
    {
        auto const record = start(call);
        REQUIRE(script.run());
        REQUIRE(record->completions == 1);
        return *record->result;
    }

    /// A call that is to fail.
    error failure(call_options const& options_of_call = {})
    {
        auto const result = call(options_of_call);
        REQUIRE_FALSE(result);
        return result.error();
    }

    duration elapsed() const { return script.now() - begin; }
    std::size_t sent() const { return script.requests().size(); }

    /// The value of a field of request `i`, or nothing.
    std::optional<std::string> header(std::size_t i, std::string_view name) const
    {
        auto const& sent = script.requests().at(i);
        if (http::same_name(name, "Authorization"))
            return sent.authorization ? std::optional(*sent.authorization) : std::nullopt;
        auto const value = sent.head->headers.find(name);
        return value ? std::optional<std::string>(*value) : std::nullopt;
    }
};

/// The alternative of an error that is to be a T.
template <class T>
T expect(error const& e)
{
    INFO(e.message());
    T const* const alternative = e.get_if<T>();
    REQUIRE(alternative);
    return *alternative;
}

/// A policy whose back-off takes no time, so that a test knows all times.
inline retry_policy without_backoff()
{
    retry_policy policy;
    policy.initial_interval = 0s;
    return policy;
}

/// An answer that is retried after exactly `wait`.
inline testing::scripted_step& busy(scripted_transport& script, std::chrono::milliseconds wait)
{
    return script.reply(503, "", {{"retry-after-ms", std::to_string(wait.count())}});
}

} // namespace apideck::tests

#endif
