// A reused connection that turns out to be dead is replaced once, at no cost.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::connection_error;
using apideck::delivery;
using apideck::retry_reason;
using apideck::stage;
namespace failed = apideck::asio::error;

namespace {

void die_unanswered(scripted_vault& vault)
{
    vault.script.fail(failed::connection_reset, stage::read_head).reused_connection();
}

} // namespace

TEST_CASE("a dead reused connection is replaced at once by a new one", "[replacement]")
{
    scripted_vault vault;
    die_unanswered(vault);
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(vault.elapsed() == 0s);
    REQUIRE(vault.sent() == 2);
    CHECK_FALSE(vault.script.requests()[0].options.fresh_connection);
    CHECK(vault.script.requests()[1].options.fresh_connection);
    CHECK(created->http.attempts.at(0).next == retry_reason::new_connection);
    CHECK(created->http.attempts.at(0).wait == 0s);
    CHECK(created->http.attempts.at(0).reused_connection);
}

TEST_CASE("a replaced connection costs no attempt of the policy", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    die_unanswered(vault);
    for (int i = 0; i != 5; ++i)
        vault.script.reply(503, "");
    auto const e = vault.failure();
    CHECK(e.attempts().size() == 5);
    CHECK(vault.script.steps_left() == 1);
}

TEST_CASE("a connection is replaced once a call, after that the policy decides", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    die_unanswered(vault);
    die_unanswered(vault);
    vault.succeed();
    auto const e = vault.failure();
    CHECK(expect<connection_error>(e).code == failed::connection_reset);
    CHECK(vault.sent() == 2);
}

TEST_CASE("an attempt after the replacement may reuse a connection again", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    die_unanswered(vault);
    vault.script.reply(503, "");
    vault.succeed();
    REQUIRE(vault.call());
    REQUIRE(vault.sent() == 3);
    CHECK_FALSE(vault.script.requests()[2].options.fresh_connection);
}

TEST_CASE("without retries a dead connection is replaced only if nothing was sent", "[replacement]")
{
    auto const delivered = GENERATE(delivery::never, delivery::possibly);
    scripted_vault vault;
    vault.options.retries = apideck::retry_policy::none();
    vault.script.fail(failed::broken_pipe, stage::write, delivered).reused_connection();
    vault.succeed();
    bool const created = vault.call().has_value();
    CHECK(created == (delivered == delivery::never));
    CHECK(vault.sent() == (delivered == delivery::never ? 2 : 1));
}

TEST_CASE("a connection that died within the answer is not replaced", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    vault.script.fail(failed::eof, stage::read_body).reused_connection();
    auto const e = vault.failure();
    CHECK(expect<connection_error>(e).stage == stage::read_body);
    CHECK(e.delivery() == delivery::certainly);
    CHECK(vault.sent() == 1);
}

TEST_CASE("a new connection that dies is not replaced", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    vault.script.fail(failed::connection_reset, stage::read_head);
    CHECK(vault.failure().is<connection_error>());
    CHECK(vault.sent() == 1);
}

TEST_CASE("a slow reused connection is not taken for a dead one", "[replacement]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    vault.script.stall(stage::read_head).reused_connection();
    CHECK(vault.failure().is<apideck::timeout_error>());
    CHECK(vault.sent() == 1);
}

TEST_CASE("an answer over a reused connection is no reason for a new one", "[replacement]")
{
    scripted_vault vault;
    vault.script.reply(404, "").reused_connection();
    CHECK(vault.failure().is<apideck::NotFoundResponse>());
    CHECK(vault.sent() == 1);
}
