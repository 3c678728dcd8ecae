// A call that its caller gives up, in every stage.

#include <tests/scripted/support.hpp>
#include <tests/support/cancellation_types.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

using namespace apideck::tests;
using apideck::cancelled_error;
using apideck::delivery;
using apideck::stage;
namespace asio = apideck::asio;

namespace {

/// Cancel a call and check that it has ended by the time that what is ready has run.
apideck::error cancel(
    scripted_vault& vault, call_record& record, asio::cancellation_type type)
{
    REQUIRE(record.completions == 0);
    auto const when = vault.script.now();
    record.stop.emit(type);
    REQUIRE(vault.script.advance(0s));
    REQUIRE(record.completions == 1);
    CHECK(record.at == when);
    CHECK(vault.script.pending() == 0);
    REQUIRE_FALSE(*record.result);
    return record.result->error();
}

/// A provider that would answer in an hour.
apideck::api_key slow_key(scripted_vault& vault)
{
    return [script = vault.script]() -> asio::awaitable<std::string> {
        co_await virtual_wait(script, 1h);
        co_return "key";
    };
}

/// Make the next call stay in a stage for long.
void stay_in(scripted_vault& vault, stage where)
{
    if (where == stage::api_key)
        vault.options.api_key = slow_key(vault);
    if (where == stage::wait)
        busy(vault.script, 10s);
    else
        vault.script.stall(stage::read_head);
}

} // namespace

TEST_CASE("cancelling ends an exchange at once, in whichever stage it is", "[cancel]")
{
    auto const type = any_cancellation_type();
    auto const where = GENERATE(stage::queue, stage::resolve, stage::connect, stage::handshake,
        stage::write, stage::read_head, stage::read_body);
    CAPTURE(where);
    scripted_vault vault;
    vault.script.stall(where);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));

    auto const e = cancel(vault, *record, type);
    CHECK(expect<cancelled_error>(e) == cancelled_error{where});
    auto const delivered = where < stage::write ? delivery::never
        : where == stage::read_body             ? delivery::certainly
                                                : delivery::possibly;
    CHECK(e.delivery() == delivered);
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].error == asio::error::operation_aborted);
    CHECK(e.attempts()[0].total == 1s);
}

TEST_CASE("cancelling ends a wait between attempts at once", "[cancel]")
{
    auto const type = any_cancellation_type();
    scripted_vault vault;
    busy(vault.script, 10s);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    auto const e = cancel(vault, *record, type);
    CHECK(expect<cancelled_error>(e) == cancelled_error{stage::wait});
    CHECK(e.delivery() == delivery::certainly);
    CHECK(e.attempts().size() == 1);
}

TEST_CASE("cancelling ends the wait for a key at once", "[cancel]")
{
    auto const type = any_cancellation_type();
    scripted_vault vault;
    vault.options.api_key = slow_key(vault);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    auto const e = cancel(vault, *record, type);
    CHECK(expect<cancelled_error>(e) == cancelled_error{stage::api_key});
    CHECK(e.delivery() == delivery::never);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a call that is cancelled before it begins sends nothing", "[cancel]")
{
    auto const type = any_cancellation_type();
    scripted_vault vault;
    vault.succeed();
    auto const record = vault.start();
    auto const e = cancel(vault, *record, type);
    CHECK(expect<cancelled_error>(e) == cancelled_error{stage::prepare});
    CHECK(e.attempts().empty());
    CHECK(e.delivery() == delivery::never);
    CHECK(vault.sent() == 0);
}

TEST_CASE("a signal of no type cancels nothing", "[cancel]")
{
    scripted_vault vault;
    vault.succeed().after(1s);
    auto const record = vault.start();
    record->stop.emit(asio::cancellation_type::none);
    REQUIRE(vault.script.run());
    CHECK(record->result->has_value());
}

TEST_CASE("cancelling twice completes a call once", "[cancel]")
{
    scripted_vault vault;
    vault.script.stall(stage::connect);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    record->stop.emit(asio::cancellation_type::terminal);
    auto const e = cancel(vault, *record, asio::cancellation_type::terminal);
    CHECK(expect<cancelled_error>(e) == cancelled_error{stage::connect});
    REQUIRE(vault.script.run());
    CHECK(record->completions == 1);
}

TEST_CASE("cancelling after the end does nothing", "[cancel]")
{
    scripted_vault vault;
    vault.succeed();
    auto const record = vault.start();
    REQUIRE(vault.script.run());
    REQUIRE(record->completions == 1);
    record->stop.emit(asio::cancellation_type::terminal);
    REQUIRE(vault.script.run());
    CHECK(record->completions == 1);
    CHECK(record->result->has_value());
}

TEST_CASE("a handler is never called from within the signal", "[cancel]")
{
    scripted_vault vault;
    auto const where = GENERATE(stage::prepare, stage::api_key, stage::read_head, stage::wait);
    CAPTURE(where);
    stay_in(vault, where);
    auto const record = vault.start();
    if (where != stage::prepare)
        REQUIRE(vault.script.advance(1s));

    // On the thread of the io_context, where it could be called at once.
    int within = -1;
    asio::post(vault.io, [&] {
        record->stop.emit(asio::cancellation_type::terminal);
        within = record->completions;
    });
    REQUIRE(vault.script.advance(0s));
    CHECK(within == 0);
    CHECK(record->completions == 1);
}

TEST_CASE("the loser of a race is cancelled", "[cancel]")
{
    using namespace asio::experimental::awaitable_operators;
    scripted_vault vault;
    auto const where = GENERATE(stage::api_key, stage::read_head, stage::wait);
    stay_in(vault, where);
    auto const client = vault.client();
    std::size_t winner = 0;
    auto race = [&]() -> asio::awaitable<void> {
        apideck::Session const session{};
        auto first = co_await (client.vault.sessions.create(session, asio::use_awaitable)
            || virtual_wait(vault.script, 2s));
        winner = first.index();
    };
    asio::co_spawn(vault.io, race, [](std::exception_ptr e) {
        if (e)
            std::rethrow_exception(e);
    });
    REQUIRE(vault.script.run());
    CHECK(winner == 1);
    CHECK(vault.elapsed() == 2s);
    CHECK(vault.script.pending() == 0);
}
