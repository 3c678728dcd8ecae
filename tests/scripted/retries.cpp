// Which attempts a call makes, and what it says of them.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::api_error;
using apideck::connection_error;
using apideck::delivery;
using apideck::retry_reason;
using apideck::stage;
namespace failed = apideck::asio::error;

TEST_CASE("these statuses are retried by default", "[retry]")
{
    int const status = GENERATE(408, 429, 500, 502, 503, 504);
    CAPTURE(status);
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.script.reply(status, "");
    vault.succeed();
    CHECK(vault.call());
    CHECK(vault.sent() == 2);
}

TEST_CASE("any other status is the answer at once", "[retry]")
{
    int const status = GENERATE(
        201, 202, 204, 301, 400, 401, 402, 403, 404, 409, 418, 422, 501, 505);
    CAPTURE(status);
    scripted_vault vault;
    vault.script.reply(status, "");
    vault.succeed();
    auto const e = vault.failure();
    REQUIRE(e.http());
    CHECK(e.http()->status == status);
    CHECK(e.delivery() == delivery::certainly);
    CHECK(vault.sent() == 1);
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("a call's retry_codes replace those of its policy", "[retry]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.script.reply(418, "");
    vault.script.reply(503, "");
    vault.succeed();
    apideck::call_options call;
    call.retry_codes = {{418}};
    CHECK(expect<api_error>(vault.failure(call)).status == 503);
    CHECK(vault.sent() == 2);
}

TEST_CASE("a body that is not what the API promises is not asked for again", "[retry]")
{
    scripted_vault vault;
    vault.script.reply(200, "{");
    vault.succeed();
    auto const e = vault.failure();
    CHECK(e.is<apideck::response_validation_error>());
    CHECK(vault.sent() == 1);
    CHECK(e.attempts().size() == 1);
}

TEST_CASE("the history tells of each attempt what it came to and what followed", "[retry]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.script.reply(503, "", {{"Request-Id", "r-1"}, {"retry-after-ms", "10"}}).after(30ms);
    vault.script.fail(failed::connection_reset, stage::read_head).after(20ms);
    vault.script
        .reply(200, created_body, {{"Content-Type", "application/json"}, {"x-request-id", "r-3"}})
        .after(5ms)
        .reused_connection();

    auto const created = vault.call();
    REQUIRE(created);
    auto const& tried = created->http.attempts;
    REQUIRE(tried.size() == 3);

    CHECK(tried[0].number == 1);
    CHECK(tried[0].status == std::optional<int>(503));
    CHECK(tried[0].request_id == "r-1");
    CHECK_FALSE(tried[0].error);
    CHECK(tried[0].stage == stage::read_body);
    CHECK(tried[0].delivery == delivery::certainly);
    CHECK(tried[0].total == 30ms);
    CHECK(tried[0].next == retry_reason::retry_after);
    CHECK(tried[0].wait == 10ms);

    CHECK(tried[1].number == 2);
    CHECK(tried[1].status == std::nullopt);
    CHECK(tried[1].request_id.empty());
    CHECK(tried[1].error == failed::connection_reset);
    CHECK(tried[1].stage == stage::read_head);
    CHECK(tried[1].delivery == delivery::possibly);
    CHECK(tried[1].total == 20ms);
    CHECK(tried[1].next == retry_reason::backoff);

    CHECK(tried[2].number == 3);
    CHECK(tried[2].status == std::optional<int>(200));
    CHECK(tried[2].request_id == "r-3");
    CHECK(tried[2].reused_connection);
    CHECK(tried[2].total == 5ms);
    CHECK(tried[2].next == retry_reason::none);
    CHECK(tried[2].wait == 0s);
    CHECK(vault.elapsed() == 65ms);
}

TEST_CASE("the last error is the call's when the attempts are used up", "[retry]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.options.retries.max_attempts = 3;
    vault.script.reply(503, "");
    vault.script.reply(502, "");
    vault.script.fail(failed::host_unreachable, stage::connect).reason("no way");
    auto const e = vault.failure();
    auto const why = expect<connection_error>(e);
    CHECK(why.stage == stage::connect);
    CHECK(why.code == failed::host_unreachable);
    CHECK(why.reason == "no way");
    CHECK(e.attempts().size() == 3);
    CHECK(e.http() == nullptr);
}

TEST_CASE("a request was delivered if any of its attempts was", "[retry]")
{
    struct deliveries {
        delivery first, second, whole;
    };
    auto const [first, second, whole] = GENERATE(values<deliveries>({
        {delivery::never, delivery::never, delivery::never},
        {delivery::possibly, delivery::never, delivery::possibly},
        {delivery::never, delivery::possibly, delivery::possibly},
        {delivery::certainly, delivery::possibly, delivery::certainly},
        {delivery::certainly, delivery::never, delivery::certainly},
    }));
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.options.retries.max_attempts = 2;
    vault.script.fail(failed::connection_reset, stage::write, first);
    vault.script.fail(failed::connection_reset, stage::write, second);
    CHECK(vault.failure().delivery() == whole);
}

TEST_CASE("an error that another attempt would meet again is not retried", "[retry]")
{
    scripted_vault vault;
    vault.script.fail(failed::no_recovery, stage::handshake).permanent().reason("expired");
    vault.succeed();
    CHECK(expect<connection_error>(vault.failure()).reason == "expired");
    CHECK(vault.sent() == 1);
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("connection errors are not retried where the policy says so", "[retry]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    vault.script.fail(failed::connection_refused, stage::connect);
    vault.succeed();
    CHECK(expect<connection_error>(vault.failure()).code == failed::connection_refused);
    CHECK(vault.sent() == 1);
}

TEST_CASE("without retries of connection errors an attempt's timeout is final", "[retry]")
{
    scripted_vault vault;
    vault.options.retries.retry_connection_errors = false;
    vault.script.stall(stage::read_head);
    CHECK(expect<apideck::timeout_error>(vault.failure()).limit
        == apideck::http::time_limit::attempt);
    CHECK(vault.elapsed() == 20s);
}

TEST_CASE("without retries one request is sent", "[retry]")
{
    int const status = GENERATE(0, 503);
    scripted_vault vault;
    if (status != 0)
        vault.script.reply(status, "", {{"Retry-After", "0"}});
    else
        vault.script.fail(failed::connection_reset, stage::read_head);
    vault.succeed();
    apideck::call_options call;
    call.retries = apideck::retry_policy::none();
    auto const e = vault.failure(call);
    CHECK(e.is<api_error>() == (status != 0));
    CHECK(vault.sent() == 1);
}

TEST_CASE("the same request is sent each time", "[retry]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    for (int i = 0; i != 3; ++i)
        vault.script.reply(500, "");
    vault.succeed();
    REQUIRE(vault.call());
    auto const& sent = vault.script.requests();
    REQUIRE(sent.size() == 4);
    for (auto const& request : sent) {
        CHECK(request.head->headers == sent[0].head->headers);
        CHECK(request.body == "{}");
        CHECK(request.head->target == "/vault/sessions");
    }
}
