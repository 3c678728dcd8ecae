// What a client tells of its calls while they run.

#include <tests/scripted/support.hpp>

#include <stdexcept>

using namespace apideck::tests;
using apideck::attempt;
using apideck::retry_reason;
using apideck::stage;
namespace failed = apideck::asio::error;

namespace {

/// Keeps what it is told.
struct recorder {
    std::vector<attempt> attempts{};
    std::vector<std::string> operations{};
    int lines = 0;

    apideck::observer observer()
    {
        apideck::observer out;
        out.on_attempt = [this](apideck::attempt_event const& event) {
            attempts.push_back(event.attempt);
            operations.emplace_back(event.operation);
        };
        out.on_log = [this](apideck::log_level, std::string_view) { ++lines; };
        return out;
    }
};

void check_same(std::vector<attempt> const& told, std::vector<attempt> const& history)
{
    REQUIRE(told.size() == history.size());
    for (std::size_t i = 0; i != told.size(); ++i) {
        CAPTURE(i);
        CHECK(told[i].number == history[i].number);
        CHECK(told[i].status == history[i].status);
        CHECK(told[i].request_id == history[i].request_id);
        CHECK(told[i].error == history[i].error);
        CHECK(told[i].stage == history[i].stage);
        CHECK(told[i].delivery == history[i].delivery);
        CHECK(told[i].reused_connection == history[i].reused_connection);
        CHECK(told[i].total == history[i].total);
        CHECK(told[i].next == history[i].next);
        CHECK(told[i].wait == history[i].wait);
    }
}

} // namespace

TEST_CASE("an observer is told of each attempt what the history says", "[observer]")
{
    scripted_vault vault;
    recorder told;
    vault.options.observer = told.observer();
    vault.options.api_key = [](apideck::key_request r) {
        return std::string(r.refresh ? "b" : "a");
    };
    vault.script.reply(401, "", {{"Request-Id", "r-1"}}).after(3ms);
    vault.script.fail(failed::connection_reset, stage::write).reused_connection();
    vault.script.fail(failed::connection_refused, stage::connect);
    busy(vault.script, 20ms);
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(created->http.attempts.size() == 5);
    check_same(told.attempts, created->http.attempts);
    CHECK(told.operations == std::vector<std::string>(5, "vault.sessions.create"));
}

TEST_CASE("an observer is told of the attempts of a call that fails", "[observer]")
{
    scripted_vault vault;
    recorder told;
    vault.options.observer = told.observer();
    vault.options.timeout = 1s;
    busy(vault.script, 20ms);
    vault.script.stall(stage::read_body);
    check_same(told.attempts, {});
    auto const e = vault.failure();
    CHECK(e.attempts().size() == 2);
    check_same(told.attempts, e.attempts());
}

TEST_CASE("an observer is told of a cancelled attempt", "[observer]")
{
    scripted_vault vault;
    recorder told;
    vault.options.observer = told.observer();
    vault.script.stall(stage::handshake);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    record->stop.emit(apideck::asio::cancellation_type::terminal);
    REQUIRE(vault.script.run());
    auto const& e = record->result->error();
    check_same(told.attempts, e.attempts());
    CHECK(told.attempts.size() == 1);
}

TEST_CASE("an observer is not told of a new key that did not come", "[observer]")
{
    scripted_vault vault;
    recorder told;
    vault.options.observer = told.observer();
    SECTION("for it is the old one")
    {
        vault.options.api_key = [] { return std::string("same"); };
    }
    SECTION("for the deadline struck")
    {
        vault.options.api_key =
            [script = vault.script](
                apideck::key_request r) -> apideck::asio::awaitable<std::string> {
            if (r.refresh)
                co_await virtual_wait(script, 1h);
            co_return "key";
        };
    }
    vault.script.reply(401, "");
    auto const e = vault.failure();
    check_same(told.attempts, e.attempts());
    CHECK(e.attempts().at(0).next == retry_reason::none);
}

TEST_CASE("what an observer throws does not reach the call", "[observer]")
{
    scripted_vault vault;
    vault.options.observer.on_attempt
        = [](apideck::attempt_event const&) { throw std::runtime_error("attempt"); };
    vault.options.observer.on_log
        = [](apideck::log_level, std::string_view) { throw std::runtime_error("log"); };
    busy(vault.script, 1ms);
    vault.succeed();
    CHECK(vault.call());
    CHECK(vault.sent() == 2);
}

TEST_CASE("what one function of an observer throws does not keep the other from being called",
    "[observer]")
{
    scripted_vault vault;
    recorder told;
    vault.options.observer = told.observer();
    vault.options.observer.on_attempt
        = [](apideck::attempt_event const&) { throw std::runtime_error("attempt"); };
    vault.succeed();
    CHECK(vault.call());
    CHECK(told.lines == 2);
}

TEST_CASE("an observer that cancels the call ends it at once", "[observer][cancel]")
{
    scripted_vault vault;
    std::shared_ptr<call_record> record;
    int keys = 0;
    vault.options.observer.on_attempt = [&](apideck::attempt_event const& event) {
        if (event.attempt.number == 1)
            record->stop.emit(apideck::asio::cancellation_type::terminal);
    };
    SECTION("before a wait") { busy(vault.script, 10s); }
    SECTION("before the next attempt's key")
    {
        vault.options.api_key
            = [&, script = vault.script]() -> apideck::asio::awaitable<std::string> {
            if (++keys == 2)
                co_await virtual_wait(script, 10s);
            co_return "key";
        };
        vault.script.fail(failed::connection_reset, stage::write).reused_connection();
    }
    vault.succeed();
    record = vault.start();
    REQUIRE(vault.script.run());
    REQUIRE(record->completions == 1);
    REQUIRE_FALSE(*record->result);
    CHECK(record->result->error().is<apideck::cancelled_error>());
    CHECK(record->at == vault.begin);
    CHECK(vault.sent() == 1);
    CHECK(keys <= 1);
}
