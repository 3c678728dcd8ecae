// The completion tokens that a call can be made with.

#include <tests/scripted/support.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/consign.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/prepend.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>

#include <concepts>
#include <future>
#include <tuple>

using apideck::create_session_result;
using namespace apideck::tests;
namespace asio = apideck::asio;

namespace {

/// A token that starts nothing and gives the initiation itself.
struct look_at_initiation {};

/// Run a coroutine to its end; what it throws fails the test.
template <class F>
void run(scripted_vault& vault, F coroutine)
{
    bool ended = false;
    asio::co_spawn(vault.io, std::move(coroutine), [&](std::exception_ptr e) {
        ended = true;
        if (e)
            std::rethrow_exception(e);
    });
    REQUIRE(vault.script.run());
    REQUIRE(ended);
}

} // namespace

template <>
struct boost::asio::async_result<look_at_initiation, void(create_session_result)> {
    template <class Initiation, class... Args>
    static auto initiate(Initiation initiation, look_at_initiation, Args&&...)
    {
        return initiation;
    }
};

TEST_CASE("a call without a token is awaited", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    auto const client = vault.client();
    run(vault, [&]() -> asio::awaitable<void> {
        apideck::Session const session{};
        auto const created = co_await client.vault.sessions.create(session);
        static_assert(std::same_as<decltype(created), create_session_result const>);
        CHECK(created);
    });
}

TEST_CASE("a call takes use_awaitable", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    auto const client = vault.client();
    run(vault, [&]() -> asio::awaitable<void> {
        apideck::Session const session{};
        auto const created = co_await client.vault.sessions.create(session, asio::use_awaitable);
        CHECK(created);
    });
}

TEST_CASE("a call takes deferred and starts when that is launched", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    auto const client = vault.client();
    apideck::Session const session{};
    auto operation = client.vault.sessions.create(session, asio::deferred);
    REQUIRE(vault.script.run());
    CHECK(vault.sent() == 0);
    int completions = 0;
    std::move(operation)([&](create_session_result const& created) {
        ++completions;
        CHECK(created);
    });
    REQUIRE(vault.script.run());
    CHECK(completions == 1);
}

TEST_CASE("a call takes a callback", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    int completions = 0;
    apideck::Session const session{};
    auto count = [&](create_session_result const& created) { completions += created ? 1 : 100; };
    static_assert(std::is_void_v<decltype(vault.client().vault.sessions.create(session, count))>);
    vault.client().vault.sessions.create(session, count);
    REQUIRE(vault.script.run());
    CHECK(completions == 1);
}

TEST_CASE("a call takes use_future", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    apideck::Session const session{};
    std::future<create_session_result> created
        = vault.client().vault.sessions.create(session, asio::use_future);
    REQUIRE(vault.script.run());
    REQUIRE(created.wait_for(0s) == std::future_status::ready);
    CHECK(created.get());
}

TEST_CASE("a call takes detached", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    apideck::Session const session{};
    vault.client().vault.sessions.create(session, asio::detached);
    REQUIRE(vault.script.run());
    CHECK(vault.sent() == 1);
}

TEST_CASE("a call takes a token that as_tuple adapts", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    auto const client = vault.client();
    run(vault, [&]() -> asio::awaitable<void> {
        apideck::Session const session{};
        auto const [created]
            = co_await client.vault.sessions.create(session, asio::as_tuple(asio::use_awaitable));
        CHECK(created);
    });
}

TEST_CASE("a call takes tokens that append, prepend and consign adapt", "[token]")
{
    scripted_vault vault;
    vault.succeed();
    vault.succeed();
    vault.succeed();
    auto const sessions = vault.client().vault.sessions;
    int sum = 0;
    auto kept = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = kept;
    sessions.create(asio::append([&](create_session_result c, int n) { sum += c ? n : 0; }, 1));
    sessions.create(asio::prepend([&](int n, create_session_result c) { sum += c ? n : 0; }, 10));
    sessions.create(
        asio::consign([&](create_session_result c) { sum += c ? 100 : 0; }, std::move(kept)));
    CHECK_FALSE(watch.expired());
    REQUIRE(vault.script.run());
    CHECK(sum == 111);
    CHECK(watch.expired());
}

TEST_CASE("adapters of a token can be stacked", "[token]")
{
    scripted_vault vault;
    vault.script.stall();
    asio::cancellation_signal stop;
    auto const strand = asio::make_strand(vault.io);
    auto created = vault.client().vault.sessions.create(asio::bind_cancellation_slot(
        stop.slot(), asio::bind_executor(strand, asio::use_future)));
    REQUIRE(vault.script.advance(1s));
    stop.emit(asio::cancellation_type::total);
    REQUIRE(vault.script.run());
    REQUIRE(created.wait_for(0s) == std::future_status::ready);
    auto const result = created.get();
    REQUIRE_FALSE(result);
    CHECK(result.error().is<apideck::cancelled_error>());
}

TEST_CASE("the initiation tells the executor that the call runs on", "[token]")
{
    scripted_vault vault;
    auto const initiation = vault.client().vault.sessions.create(look_at_initiation{});
    static_assert(std::same_as<decltype(initiation)::executor_type, asio::any_io_executor>);
    CHECK(initiation.get_executor() == asio::any_io_executor(vault.io.get_executor()));
}
