// A kept connection that turns out to be dead, and the one that takes its place.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <chrono>
#include <optional>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;
using testing::mock_ending;

TEST_CASE("a connection that the server closed while idle is replaced before a byte is sent")
{
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    loopback f([](client_options& o) { o.retries = retry_policy::none(); });
    f.make();
    f.mock->close_idle(how);
    f.run_until([&] { return f.mock->open_connections() == 0; });

    auto const c = f.make();

    REQUIRE(c->value().http.attempts.size() == 1);
    CHECK_FALSE(c->attempts()[0].reused_connection);
    CHECK(f.mock->requests().size() == 2);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a call that begins within another's handler is not sent into a closed connection either")
{
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    loopback f;
    loopback::call second;
    f.client->vault.sessions.create(std::nullopt, [&](create_session_result const& first) {
        CHECK(first.has_value());
        f.mock->close_idle(how);
        auto const limit = clock::now() + patience();
        while (f.mock->open_connections() != 0 && clock::now() < limit)
            f.context->poll_one();
        second = f.start();
    });
    f.run_until([&] { return second && second->done(); });

    REQUIRE(second->value().http.attempts.size() == 1);
    CHECK_FALSE(second->attempts()[0].reused_connection);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a reused connection that dies with the request unanswered is replaced once")
{
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    loopback f([](client_options& o) { o.retries.max_attempts = 2; });
    f.make();
    f.mock->answer(mock_answer::disconnect(how));

    auto const c = f.make();

    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].reused_connection);
    CHECK(attempts[0].next == retry_reason::new_connection);
    CHECK(attempts[0].wait == 0s);
    CHECK(attempts[0].delivery == delivery::possibly);
    CHECK_FALSE(attempts[1].reused_connection);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("the replacement of a connection costs no attempt, and happens once a call")
{
    loopback f([](client_options& o) { o.retries.max_attempts = 2; });
    f.make();
    for (int i = 0; i != 4; ++i)
        f.mock->answer(mock_answer::disconnect());

    auto const c = f.make();

    CHECK(c->alternative<connection_error>().stage == stage::read_head);
    REQUIRE(c->attempts().size() == 3);
    CHECK(c->attempts()[0].next == retry_reason::new_connection);
    CHECK(c->attempts()[1].next == retry_reason::backoff);
    CHECK(c->attempts()[2].next == retry_reason::none);
    f.check_pool(0, 0, 0, 3);
}

TEST_CASE("a replacement is a new connection even where another one is idle")
{
    loopback f;
    f.mock->answer({.hold = true});
    auto const first = f.start();
    f.run_until([&] { return f.mock->requests().size() == 1; });
    f.make();
    f.mock->release();
    f.finish(first);
    f.check_pool(0, 2, 0, 2);
    f.mock->answer(mock_answer::disconnect());

    auto const c = f.make();

    REQUIRE(c->value().http.attempts.size() == 2);
    CHECK_FALSE(c->attempts()[1].reused_connection);
    f.check_pool(0, 2, 0, 3);
}

TEST_CASE("without retries a reused connection that dies with the request is an error")
{
    loopback f([](client_options& o) { o.retries = retry_policy::none(); });
    f.make();
    f.mock->answer(mock_answer::disconnect());

    auto const c = f.make();

    CHECK(c->alternative<connection_error>().stage == stage::read_head);
    CHECK(c->error().delivery() == delivery::possibly);
    CHECK(c->attempts().size() == 1);
    CHECK(f.mock->requests().size() == 2);
    f.check_pool(0, 0, 0, 1);
}
