// Limits of time, one attempt at a time: each stage stalls, and a limit ends it.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::delivery;
using apideck::stage;
using apideck::timeout_error;
using apideck::http::time_limit;

namespace {

struct stage_case {
    stage where;
    delivery delivered;
};

stage_case any_stage()
{
    return GENERATE(values<stage_case>({
        {stage::queue, delivery::never},
        {stage::resolve, delivery::never},
        {stage::connect, delivery::never},
        {stage::proxy, delivery::never},
        {stage::handshake, delivery::never},
        {stage::write, delivery::possibly},
        {stage::read_head, delivery::possibly},
        {stage::read_body, delivery::certainly},
    }));
}

} // namespace

TEST_CASE("the timeout ends a call in whichever stage it stalls", "[deadline]")
{
    auto const [where, delivered] = any_stage();
    CAPTURE(where);
    scripted_vault vault;
    vault.options.timeout = 5s;
    vault.script.stall(where);

    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e) == timeout_error{time_limit::total, where});
    CHECK(vault.elapsed() == 5s);
    CHECK(vault.sent() == 1);
    CHECK(e.delivery() == delivered);
    CHECK(e.http() == nullptr);
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].error == apideck::asio::error::timed_out);
    CHECK(e.attempts()[0].stage == where);
    CHECK(e.attempts()[0].delivery == delivered);
    CHECK(e.attempts()[0].total == 5s);
    CHECK(e.attempts()[0].next == apideck::retry_reason::none);
}

TEST_CASE("the timeout of an attempt ends it in every stage after the queue", "[deadline]")
{
    auto const [where, delivered] = any_stage();
    CAPTURE(where);
    scripted_vault vault;
    vault.options.attempt_timeout = 3s;
    vault.options.retries = apideck::retry_policy::none();
    vault.script.stall(where);

    auto const e = vault.failure();
    bool const waits_for_connection = where == stage::queue;
    CHECK(expect<timeout_error>(e)
        == timeout_error{waits_for_connection ? time_limit::total : time_limit::attempt, where});
    CHECK(vault.elapsed() == (waits_for_connection ? 60s : 3s));
    CHECK(e.delivery() == delivered);
}

TEST_CASE("the timeout of connecting bounds resolve, connect and handshake only", "[deadline]")
{
    auto const where = any_stage().where;
    CAPTURE(where);
    scripted_vault vault;
    vault.options.timeout = 9s;
    vault.options.connect_timeout = 2s;
    vault.options.retries = apideck::retry_policy::none();
    vault.script.stall(where);

    auto const e = vault.failure();
    bool const connects
        = where >= stage::resolve && where <= stage::handshake;
    CHECK(expect<timeout_error>(e)
        == timeout_error{connects ? time_limit::connect : time_limit::total, where});
    CHECK(vault.elapsed() == (connects ? 2s : 9s));
}

TEST_CASE("the shorter of two limits strikes", "[deadline]")
{
    scripted_vault vault;
    vault.options.retries = apideck::retry_policy::none();
    vault.options.connect_timeout = 2s;
    vault.options.attempt_timeout = 1s;
    vault.script.stall(stage::handshake);
    CHECK(expect<timeout_error>(vault.failure())
        == timeout_error{time_limit::attempt, stage::handshake});
    CHECK(vault.elapsed() == 1s);
}

TEST_CASE(
    "where both limits fall on one moment the whole call's is the one that struck", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 4s;
    vault.options.attempt_timeout = 4s;
    vault.script.stall(stage::read_head);
    CHECK(expect<timeout_error>(vault.failure())
        == timeout_error{time_limit::total, stage::read_head});
    CHECK(vault.sent() == 1);
}

TEST_CASE("an answer before the deadline is a success", "[deadline]")
{
    scripted_vault vault;
    vault.options.timeout = 5s;
    vault.succeed().after(4999ms);
    CHECK(vault.call());
    CHECK(vault.elapsed() == 4999ms);
}

TEST_CASE("the limits of a client are 60, 20 and 10 seconds by default", "[deadline]")
{
    scripted_vault vault;
    vault.succeed();
    REQUIRE(vault.call());
    auto const& request = vault.script.requests().at(0);
    CHECK(request.options.deadline - request.at == 60s);
    CHECK(request.options.attempt_timeout == 20s);
    CHECK(request.options.connect_timeout == 10s);
}

TEST_CASE("a server that never answers takes 60 seconds of a call by default", "[deadline]")
{
    scripted_vault vault;
    for (int i = 0; i != 4; ++i)
        vault.script.stall(stage::read_head);
    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e).limit == time_limit::total);
    CHECK(vault.elapsed() == 60s);
    // The third attempt of 20 seconds begins after two waits, so the deadline cuts it.
    CHECK(e.attempts().size() == 3);
}

TEST_CASE("a server that can't be reached is tried four times by default", "[deadline]")
{
    scripted_vault vault;
    for (int i = 0; i != 5; ++i)
        vault.script.stall(stage::connect);
    auto const e = vault.failure();
    CHECK(expect<timeout_error>(e) == timeout_error{time_limit::connect, stage::connect});
    CHECK(e.attempts().size() == 4);
    CHECK(vault.script.steps_left() == 1);
    CHECK(vault.elapsed() >= 40s);
    CHECK(vault.elapsed() <= 40s + 500ms + 750ms + 1125ms);
}
