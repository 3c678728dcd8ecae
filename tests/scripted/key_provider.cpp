// A key that a function of the caller's gives: at once or later, or never.

#include <tests/scripted/support.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include <stdexcept>

using namespace apideck::tests;
using apideck::delivery;
using apideck::invalid_request_error;
using apideck::key_request;
using apideck::stage;
using apideck::timeout_error;
using apideck::http::time_limit;
namespace asio = apideck::asio;

namespace {

using text = asio::awaitable<std::string>;

std::string what(std::exception_ptr const& cause)
{
    REQUIRE(cause);
    try {
        std::rethrow_exception(cause);
    } catch (std::exception const& e) {
        return e.what();
    }
}

/// A provider that ignores its cancellation and answers after `time`, and how often it did.
auto stubborn(scripted_vault& vault, apideck::duration time, std::shared_ptr<int> answers)
{
    return [script = vault.script, time, answers]() -> text {
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        co_await virtual_wait(script, time);
        ++*answers;
        co_return "late";
    };
}

} // namespace

TEST_CASE("a provider is asked before each attempt", "[key]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    std::vector<bool> refreshes;
    vault.options.api_key = [&](key_request request) {
        refreshes.push_back(request.refresh);
        return "key-" + std::to_string(refreshes.size());
    };
    vault.script.reply(503, "");
    vault.script.fail(asio::error::connection_reset, stage::read_head).reused_connection();
    vault.succeed();
    REQUIRE(vault.call());
    CHECK(refreshes == std::vector<bool>{false, false, false});
    CHECK(vault.header(0, "Authorization") == "Bearer key-1");
    CHECK(vault.header(1, "Authorization") == "Bearer key-2");
    CHECK(vault.header(2, "Authorization") == "Bearer key-3");
}

TEST_CASE("a provider may take no argument", "[key]")
{
    scripted_vault vault;
    vault.options.api_key = [] { return std::string("Bearer given"); };
    vault.succeed();
    REQUIRE(vault.call());
    CHECK(vault.header(0, "Authorization") == "Bearer given");
}

TEST_CASE("an asynchronous provider is waited for, in the time of the call", "[key]")
{
    scripted_vault vault;
    vault.options.timeout = 3s;
    vault.options.api_key = [script = vault.script](key_request) -> text {
        co_await virtual_wait(script, 2s);
        co_return "slow";
    };
    vault.script.stall(stage::read_head);
    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e) == timeout_error{time_limit::total, stage::read_head});
    CHECK(vault.elapsed() == 3s);
    CHECK(vault.header(0, "Authorization") == "Bearer slow");
    CHECK(e.attempts().at(0).total == 1s);
}

TEST_CASE("what a provider throws is the cause of the error", "[key]")
{
    scripted_vault vault;
    SECTION("at once")
    {
        vault.options.api_key = []() -> std::string { throw std::runtime_error("no vault"); };
    }
    SECTION("in a coroutine")
    {
        vault.options.api_key = []() -> text {
            throw std::runtime_error("no vault");
            co_return "";
        };
    }
    SECTION("in a coroutine, later")
    {
        vault.options.api_key = [script = vault.script]() -> text {
            co_await virtual_wait(script, 1s);
            throw std::runtime_error("no vault");
        };
    }
    auto const e = vault.failure();
    CHECK(expect<invalid_request_error>(e).field == "api_key");
    CHECK(what(expect<invalid_request_error>(e).cause) == "no vault");
    CHECK(e.attempts().empty());
    CHECK(e.delivery() == delivery::never);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a provider that fails before a retry leaves the history", "[key]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.options.api_key = [calls = 0]() mutable {
        if (++calls == 2)
            throw std::runtime_error("gone");
        return std::string("key");
    };
    vault.script.reply(503, "");
    auto const e = vault.failure();
    CHECK(what(expect<invalid_request_error>(e).cause) == "gone");
    CHECK(e.attempts().size() == 1);
    CHECK(e.delivery() == delivery::certainly);
}

TEST_CASE("a key of a provider that can't be a header is refused", "[key]")
{
    scripted_vault vault;
    auto const key = GENERATE(
        as<std::string>(), "", "Bearer ", "a\r\nb", std::string("a\0b", 3), "k\xC3\xA9");
    vault.options.api_key = [key] { return key; };
    auto const e = vault.failure();
    CHECK(expect<invalid_request_error>(e).field == "api_key");
    CHECK_FALSE(expect<invalid_request_error>(e).reason.empty());
    CHECK(vault.sent() == 0);
}

TEST_CASE("a provider that does not answer ends the call at its deadline", "[key]")
{
    scripted_vault vault;
    vault.options.timeout = 4s;
    bool cancelled = false;
    vault.options.api_key = [&, script = vault.script]() -> text {
        boost::system::error_code ec;
        co_await asio::this_coro::throw_if_cancelled(false);
        co_await virtual_wait(script, 1h, asio::redirect_error(asio::use_awaitable, ec));
        cancelled = ec == asio::error::operation_aborted;
        co_return "";
    };
    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e) == timeout_error{time_limit::total, stage::api_key});
    CHECK(vault.elapsed() == 4s);
    CHECK(cancelled);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a provider that ignores its cancellation is not waited for", "[key]")
{
    scripted_vault vault;
    vault.options.timeout = 4s;
    auto const answers = std::make_shared<int>();
    vault.options.api_key = stubborn(vault, 10s, answers);
    auto const record = vault.start();

    REQUIRE(vault.script.advance(4s));
    REQUIRE(record->completions == 1);
    CHECK(expect<timeout_error>(record->result->error()).stage == stage::api_key);
    CHECK(*answers == 0);

    // Its answer comes too late and does nothing.
    REQUIRE(vault.script.run());
    CHECK(*answers == 1);
    CHECK(record->completions == 1);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a provider that ignores its cancellation does not hold up the caller's", "[key]")
{
    scripted_vault vault;
    auto const answers = std::make_shared<int>();
    vault.options.api_key = stubborn(vault, 10s, answers);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    record->stop.emit(asio::cancellation_type::terminal);
    REQUIRE(vault.script.advance(0s));
    REQUIRE(record->completions == 1);
    CHECK(record->result->error().is<apideck::cancelled_error>());
    REQUIRE(vault.script.run());
    CHECK(*answers == 1);
    CHECK(record->completions == 1);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a provider's answer ends the wait for its deadline", "[key]")
{
    scripted_vault vault;
    vault.options.api_key = [] { return std::string("key"); };
    vault.succeed().after(1s);
    REQUIRE(vault.call());
    CHECK(vault.script.pending() == 0);
    // A forgotten timer would have moved the clock to the deadline.
    CHECK(vault.elapsed() == 1s);
}
