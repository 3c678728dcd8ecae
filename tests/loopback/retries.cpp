// When a request is sent again, and after what wait.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <chrono>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

TEST_CASE("a retry after a 503 gives the value, and both attempts are told")
{
    loopback f;
    f.mock->answer(mock_answer::json(503, "{}"));
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].number == 1);
    CHECK(attempts[0].status == 503);
    CHECK(attempts[0].next == retry_reason::backoff);
    CHECK(attempts[0].wait <= 1ms);
    CHECK(attempts[1].number == 2);
    CHECK(attempts[1].status == 200);
    CHECK(attempts[1].next == retry_reason::none);
    CHECK(f.mock->requests().size() == 2);
    CHECK(f.mock->requests()[0].body == f.mock->requests()[1].body);
    CHECK(f.mock->requests()[0].headers == f.mock->requests()[1].headers);
}

TEST_CASE("each of the default statuses is retried")
{
    auto const status = GENERATE(408, 429, 500, 502, 503, 504);
    loopback f;
    f.mock->answer(mock_answer::json(status, "{}"));
    CHECK(f.make()->value().http.attempts.size() == 2);
}

TEST_CASE("a status that is not in the list is not retried")
{
    auto const status = GENERATE(400, 401, 403, 409, 418, 422, 501, 505);
    loopback f;
    f.mock->answer(mock_answer::json(status, "{}"));
    CHECK(f.make()->error().http()->status == status);
    CHECK(f.mock->requests().size() == 1);
}

TEST_CASE("a call's retry codes replace its client's")
{
    loopback f;
    call_options const per_call{.retry_codes = std::vector{418}};
    f.mock->answer(mock_answer::json(418, "{}"));
    f.mock->answer(mock_answer::json(503, "{}"));
    auto const c = f.make(per_call);
    CHECK(c->alternative<api_error>().status == 503);
    CHECK(c->attempts().size() == 2);
}

TEST_CASE("a time that the server names is waited for")
{
    loopback f;
    f.mock->answer(retry_in(429, "20"));
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].next == retry_reason::retry_after);
    CHECK(attempts[0].wait == 20ms);
    CHECK(c->took >= 20ms);
}

TEST_CASE("a time that the server names is cut at the policy's longest wait")
{
    loopback f([](client_options& o) { o.retries.max_interval = 5ms; });
    auto answer = mock_answer::json(503, "{}");
    answer.headers.add("Retry-After", "3600");
    f.mock->answer(answer);
    auto const c = f.make();
    REQUIRE(c->attempts().size() == 2);
    CHECK(c->attempts()[0].wait == 5ms);
}

TEST_CASE("a call ends with the last answer when its attempts are used up")
{
    auto const most = GENERATE(1U, 2U, 4U);
    loopback f([&](client_options& o) { o.retries.max_attempts = most; });
    for (unsigned i = 1; i <= 6; ++i) {
        auto answer = mock_answer::json(503, R"({"message":")" + std::to_string(i) + "\"}");
        f.mock->answer(answer);
    }
    auto const c = f.make();
    CHECK(c->alternative<api_error>().message == std::to_string(most));
    CHECK(c->attempts().size() == most);
    CHECK(f.mock->requests().size() == most);
    CHECK(c->attempts().back().next == retry_reason::none);
}

TEST_CASE("without retries exactly one request is sent")
{
    bool const per_call = GENERATE(false, true);
    loopback f([&](client_options& o) {
        if (!per_call)
            o.retries = retry_policy::none();
    });
    call_options own;
    if (per_call)
        own.retries = retry_policy::none();
    f.mock->answer(mock_answer::json(503, "{}"));
    auto const c = f.make(own);
    CHECK(c->alternative<api_error>().status == 503);
    CHECK(f.mock->requests().size() == 1);
}

TEST_CASE("the connection of a retried answer is used again when its body is small")
{
    loopback f;
    f.mock->answer(mock_answer::json(503, std::string(60 * 1024, 'x')));
    CHECK(f.make()->value().http.attempts.size() == 2);
    CHECK(f.mock->connections_accepted() == 1);
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("the connection of a retried answer is closed when its body is beyond the limit")
{
    loopback f([](client_options& o) { o.limits.error_body = 1024; });
    f.mock->answer(mock_answer::json(503, std::string(60 * 1024, 'x')));
    CHECK(f.make()->value().http.attempts.size() == 2);
    CHECK(f.mock->connections_accepted() == 2);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a connection error is retried")
{
    loopback f;
    f.mock->next_connection(GENERATE(testing::mock_fault::close_on_accept,
        testing::mock_fault::reset_on_accept, testing::mock_fault::close_after_handshake));
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].error);
    CHECK_FALSE(attempts[0].status);
    CHECK(attempts[0].next == retry_reason::backoff);
    CHECK(f.mock->requests().size() == 1);
}

TEST_CASE("a connection error is not retried where the policy says so, but a status is")
{
    loopback f([](client_options& o) { o.retries.retry_connection_errors = false; });
    f.mock->next_connection(testing::mock_fault::close_on_accept);
    CHECK(f.make()->alternative<connection_error>().stage == stage::handshake);
    CHECK(f.mock->connections_accepted() == 1);
    f.mock->answer(mock_answer::json(503, "{}"));
    CHECK(f.make()->value().http.attempts.size() == 2);
}

TEST_CASE("a request that may have arrived is sent again after a connection error")
{
    loopback f;
    f.mock->answer(mock_answer::disconnect());
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].delivery == delivery::possibly);
    CHECK(attempts[0].stage == stage::read_head);
    CHECK_FALSE(attempts[0].reused_connection);
    CHECK(f.mock->requests().size() == 2);
}

TEST_CASE("an attempt that ran into its limit is retried, over another connection")
{
    loopback f([](client_options& o) { o.attempt_timeout = 100ms; });
    REQUIRE(f.make()->value().http.status == 200);
    f.mock->answer(mock_answer::stall());
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].error == boost::asio::error::timed_out);
    CHECK(attempts[0].next == retry_reason::backoff);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a wait that can't end before the deadline is not begun")
{
    loopback f([](client_options& o) { o.timeout = 20s; });
    f.mock->answer(retry_in(503, "25000"));
    auto const c = f.make();
    CHECK(c->alternative<api_error>().status == 503);
    CHECK(c->error().retry_after() == 25s);
    CHECK(c->attempts().size() == 1);
    CHECK(c->attempts()[0].next == retry_reason::none);
    CHECK(c->took < 15s);
}

TEST_CASE("no retry begins after the policy's time")
{
    loopback f([](client_options& o) { o.retries.max_elapsed_time = 10s; });
    f.mock->answer(retry_in(503, "15000"));
    auto const c = f.make();
    CHECK(c->alternative<api_error>().status == 503);
    CHECK(c->took < 8s);
}
