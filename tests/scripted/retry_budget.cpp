// What a client does when its retries are used up.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::retry_reason;

namespace {

/// A vault that answers 503 to all that so many calls may send.
void fail_always(scripted_vault& vault, int requests)
{
    for (int i = 0; i != requests; ++i)
        vault.script.reply(503, "");
}

} // namespace

TEST_CASE("a failing server gets few more requests than calls were made", "[budget]")
{
    constexpr int calls = 200;
    scripted_vault vault;
    vault.options.retry_budget = {.ratio = 0.1, .reserve = 10, .interval = 0s};
    fail_always(vault, calls * 4);
    auto const client = vault.client();
    int ended = 0;
    for (int i = 0; i != calls; ++i) {
        apideck::Session const session{};
        client.vault.sessions.create(session, [&](apideck::create_session_result const& created) {
            CHECK_FALSE(created);
            ++ended;
        });
        REQUIRE(vault.script.run());
    }
    CHECK(ended == calls);
    CHECK(vault.sent() >= calls + 20);
    CHECK(vault.sent() <= calls + 30); // the reserve, and a tenth of the calls
}

TEST_CASE("a call whose retry is refused ends at once with the error that it has", "[budget]")
{
    scripted_vault vault;
    vault.options.retry_budget = {.ratio = 0, .reserve = 1, .interval = 0s};
    std::string log;
    vault.options.observer.on_log
        = [&](apideck::log_level, std::string_view line) { log.append(line).append(1, '\n'); };
    fail_always(vault, 4);
    auto const e = vault.failure();
    CHECK(e.http()->status == 503);
    REQUIRE(e.attempts().size() == 2);
    CHECK(e.attempts()[0].next == retry_reason::backoff);
    CHECK(e.attempts()[1].next == retry_reason::none);
    CHECK(vault.elapsed() == e.attempts()[0].wait);
    CHECK(log.find("no retry, for the client's retry_budget is spent") != std::string::npos);
}

TEST_CASE("a call that is refused earns no retry", "[budget]")
{
    scripted_vault vault;
    vault.options.retries.max_attempts = 2;
    vault.options.retry_budget = {.ratio = 0.25, .reserve = 1, .interval = 0s};
    fail_always(vault, 4);
    auto const client = vault.client();
    apideck::Session const session{};
    auto const call = [&](apideck::call_options const& options) {
        client.vault.sessions.create(session, options, [](apideck::create_session_result const&) {});
        REQUIRE(vault.script.run());
    };
    call({});
    CHECK(vault.sent() == 2); // the reserve is spent
    for (int i = 0; i != 8; ++i)
        call({.timeout = 0s});
    CHECK(vault.sent() == 2);
    call({});
    CHECK(vault.sent() == 3);
}

TEST_CASE("the replacement of a dead connection costs nothing of the budget", "[budget]")
{
    scripted_vault vault;
    vault.options.retry_budget = {.ratio = 0, .reserve = 0, .interval = 0s};
    apideck::http::exchange_result dead;
    dead.error = boost::asio::error::connection_reset;
    dead.stage = apideck::stage::write;
    dead.delivery = apideck::delivery::never;
    dead.reused_connection = true;
    vault.script.end_with(dead);
    vault.succeed();
    CHECK(vault.call());
    CHECK(vault.sent() == 2);
}

TEST_CASE("without a budget only the policy limits the retries", "[budget]")
{
    scripted_vault vault;
    vault.options.retry_budget.reset();
    auto const client = vault.client();
    fail_always(vault, 4 * 150);
    for (int i = 0; i != 150; ++i) {
        client.vault.sessions.create([](apideck::create_session_result const&) {});
        REQUIRE(vault.script.run());
    }
    CHECK(vault.sent() == 4 * 150);
}
