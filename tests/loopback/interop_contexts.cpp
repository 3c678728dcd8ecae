// Where a program runs its coroutines and its calls: contexts, pools and strands.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <future>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

namespace {

/// An `io_context` with one thread of its own.
struct running_context {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread{[this] { context.run(); }};

    ~running_context()
    {
        work.reset();
        thread.join(); // so nothing of the SDK keeps run() from returning
    }
};

/// A client with its server on one context, and another context.
struct two_contexts {
    running_context of_client, of_coroutine;
    testing::mock_vault mock{of_client.context.get_executor()};
    apideck::client client{of_client.context, options(mock)};
};

/// The result of a coroutine that runs on a context.
template <class Context, class Coroutine>
auto run_on(Context& context, Coroutine coroutine)
{
    auto future = asio::co_spawn(context, std::move(coroutine), asio::use_future);
    REQUIRE(future.wait_for(6 * patience()) == std::future_status::ready);
    return future.get();
}

} // namespace

TEST_CASE("a coroutine on one io_context calls a client on another, and goes on on its own")
{
    two_contexts f;
    bool const stayed = run_on(f.of_coroutine.context, [&]() -> asio::awaitable<bool> {
        bool here = true;
        for (int i = 0; i != 3; ++i) {
            auto const created = co_await f.client.vault.sessions.create();
            here = here && created && std::this_thread::get_id() == f.of_coroutine.thread.get_id();
        }
        co_return here;
    });
    CHECK(stayed);
}

TEST_CASE("a coroutine on one io_context gives up a call of a client on another")
{
    two_contexts f;
    f.mock.answer(testing::mock_answer::stall());
    std::size_t const first = run_on(f.of_coroutine.context, [&]() -> asio::awaitable<std::size_t> {
        asio::steady_timer patience(f.of_coroutine.context, 20ms);
        auto const outcome = co_await (f.client.vault.sessions.create(asio::use_awaitable)
            || patience.async_wait(asio::use_awaitable));
        co_return outcome.index();
    });
    CHECK(first == 1);
}

TEST_CASE("each session of a server may have a strand, and resumes in it")
{
    constexpr int sessions = 16;
    asio::thread_pool pool(4);
    testing::mock_vault mock(pool.get_executor());
    apideck::client const client(pool.get_executor(), options(mock));
    std::vector<std::future<bool>> inside;
    for (int i = 0; i != sessions; ++i) {
        auto const strand = asio::make_strand(pool);
        auto session = [strand, client]() -> asio::awaitable<bool> {
            auto const created = co_await client.vault.sessions.create();
            co_return created && strand.running_in_this_thread();
        };
        inside.push_back(asio::co_spawn(strand, std::move(session), asio::use_future));
    }
    for (auto& one : inside) {
        REQUIRE(one.wait_for(6 * patience()) == std::future_status::ready);
        CHECK(one.get());
    }
    CHECK(client.transport().stats().in_use == 0);
}

TEST_CASE("a client itself may run on a strand of a thread pool")
{
    asio::thread_pool pool(4);
    testing::mock_vault mock(pool.get_executor());
    apideck::client const client(asio::make_strand(pool), options(mock));
    CHECK(run_on(pool, [&]() -> asio::awaitable<bool> {
        auto [one, other] = co_await (client.vault.sessions.create(asio::use_awaitable)
            && client.vault.sessions.create(asio::use_awaitable));
        co_return one && other;
    }));
}

TEST_CASE("two calls that are awaited together both have a result, errors included")
{
    loopback f(without_retries);
    f.mock->answer(testing::mock_answer::json(404, "{}"));
    std::optional<std::tuple<create_session_result, create_session_result>> both;
    asio::co_spawn(
        *f.context,
        [&]() -> asio::awaitable<void> {
            Session const session;
            both = co_await (f.client->vault.sessions.create(session, asio::use_awaitable)
                && f.client->vault.sessions.create(session, asio::use_awaitable));
        },
        [](std::exception_ptr e) { REQUIRE_FALSE(e); });
    f.run_until([&] { return both.has_value(); });
    auto const& [one, other] = *both;
    // An error is a value like another: it does not cancel the call beside it.
    CHECK(one.has_value() != other.has_value());
    CHECK((one ? other : one).error().is<NotFoundResponse>());
}

TEST_CASE("a call that wins a race against a timer has its result, and the timer is cancelled")
{
    loopback f;
    std::optional<create_session_result> created;
    asio::co_spawn(
        *f.context,
        [&]() -> asio::awaitable<void> {
            asio::steady_timer patience(*f.context, 1h);
            auto outcome = co_await (f.client->vault.sessions.create(asio::use_awaitable)
                || patience.async_wait(asio::use_awaitable));
            if (outcome.index() == 0)
                created = std::get<0>(std::move(outcome));
        },
        [](std::exception_ptr e) { REQUIRE_FALSE(e); });
    f.run_until([&] { return created.has_value(); });
    CHECK(created->has_value());
}
