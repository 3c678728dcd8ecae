// One call with everything in it, cancelled or out of time at every moment that it has.

#include <tests/scripted/support.hpp>
#include <tests/support/cancellation_types.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>

#include <functional>

using namespace apideck::tests;
using apideck::stage;
namespace asio = apideck::asio;

namespace {

/// Four attempts for four reasons, 11 units of time in all.
void prepare_call(scripted_vault& vault, std::chrono::milliseconds unit = 1ms)
{
    vault.options.api_key
        = [script = vault.script, unit](apideck::key_request r) -> asio::awaitable<std::string> {
        co_await virtual_wait(script, unit);
        co_return r.refresh ? "new" : "old";
    };
    vault.script.reply(401, "").after(unit);
    busy(vault.script, 2 * unit).after(unit);
    vault.script.fail(asio::error::connection_reset, stage::read_head)
        .after(unit)
        .reused_connection();
    vault.succeed().after(2 * unit);
}

/// Emits after so many rounds of the io_context.
void emit_after(
    asio::io_context& io, call_record& record, asio::cancellation_type type, int rounds)
{
    if (rounds == 0)
        return record.stop.emit(type);
    asio::post(io, [&io, &record, type, rounds] { emit_after(io, record, type, rounds - 1); });
}

constexpr auto whole_call = 11ms;

} // namespace

TEST_CASE("the call that is to be cancelled makes four attempts in 11 ms", "[cancel][steps]")
{
    scripted_vault vault;
    prepare_call(vault);
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(created->http.attempts.size() == 4);
    CHECK(vault.elapsed() == whole_call);
}

TEST_CASE("cancelled at any moment a call ends at once", "[cancel][steps]")
{
    auto const type = any_cancellation_type();
    for (auto time = 0ms; time <= whole_call + 1ms; time += 1ms) {
        CAPTURE(time);
        scripted_vault vault;
        prepare_call(vault);
        std::shared_ptr<call_record> record;
        // Registered before the call's own events, so of what falls on one moment it comes first.
        virtual_wait(vault.script, time,
            [&](boost::system::error_code) { record->stop.emit(type); });
        record = vault.start();
        REQUIRE(vault.script.run());

        REQUIRE(record->completions == 1);
        CHECK(vault.script.pending() == 0);
        bool const success = record->result->has_value();
        CHECK(success == (time > whole_call));
        if (success)
            continue;
        auto const& e = record->result->error();
        CHECK(e.is<apideck::cancelled_error>());
        CHECK(record->at == vault.begin + time);
        CHECK(e.attempts().size() == vault.sent());
    }
}

TEST_CASE("cancelled at any step a call takes no further one", "[cancel][steps]")
{
    auto const type = any_cancellation_type();
    int cancelled = 0;
    // The same call without any delay: all of it happens in one moment, handler by handler.
    for (int rounds = 0, succeeded = 0; succeeded == 0; ++rounds) {
        REQUIRE(rounds < 1000);
        CAPTURE(rounds);
        scripted_vault vault;
        prepare_call(vault, 0ms);
        auto const record = vault.start();
        std::size_t sent = 0;
        asio::post(vault.io, [&] { emit_after(vault.io, *record, type, rounds); });
        // Looks on at each handler until the signal.
        bool emitted = false;
        std::function<void(int)> look = [&](int left) {
            sent = vault.sent();
            if (left == 0)
                emitted = true;
            else
                asio::post(vault.io, [&look, left] { look(left - 1); });
        };
        asio::post(vault.io, [&] { look(rounds); });
        REQUIRE(vault.script.run());

        REQUIRE(emitted);
        REQUIRE(record->completions == 1);
        CHECK(record->at == vault.begin);
        CHECK(vault.script.pending() == 0);
        if (record->result->has_value()) {
            ++succeeded;
            continue;
        }
        ++cancelled;
        auto const& e = record->result->error();
        // An answer that was there already counts.
        CHECK((e.is<apideck::cancelled_error>() || e.http()));
        CHECK(vault.sent() == sent);
        CHECK(e.attempts().size() == vault.sent());
    }
    // Each of the four attempts has at least a key and an answer to wait for.
    CHECK(cancelled >= 8);
}

TEST_CASE("a second signal at any moment changes nothing", "[cancel][steps]")
{
    for (auto second = 0ms; second <= whole_call; second += 1ms) {
        scripted_vault vault;
        prepare_call(vault);
        auto const record = vault.start();
        auto const stop = [&](boost::system::error_code) {
            record->stop.emit(asio::cancellation_type::terminal);
        };
        virtual_wait(vault.script, 4ms, stop);
        virtual_wait(vault.script, second, stop);
        REQUIRE(vault.script.run());
        CHECK(record->completions == 1);
        CHECK(record->at == vault.begin + std::min<apideck::duration>(second, 4ms));
    }
}

TEST_CASE("a deadline at any moment ends a call by then", "[deadline][steps]")
{
    int struck = 0;
    for (auto time = 1ms; time <= whole_call + 1ms; time += 1ms) {
        CAPTURE(time);
        scripted_vault vault;
        prepare_call(vault);
        vault.options.timeout = time;
        auto const record = vault.start();
        REQUIRE(vault.script.run());

        REQUIRE(record->completions == 1);
        CHECK(vault.script.pending() == 0);
        CHECK(record->at <= vault.begin + time);
        bool const success = record->result->has_value();
        CHECK(success == (time >= whole_call));
        if (success)
            continue;
        auto const& e = record->result->error();
        CHECK(e.attempts().size() == vault.sent());
        if (auto const* timed_out = e.get_if<apideck::timeout_error>()) {
            ++struck;
            CHECK(timed_out->limit == apideck::http::time_limit::total);
            CHECK(record->at == vault.begin + time);
        } else {
            CHECK(e.http()); // there was no time for what would have followed this answer
        }
    }
    CHECK(struck >= 5);
}
