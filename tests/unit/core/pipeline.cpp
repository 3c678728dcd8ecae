#include <apideck/core/pipeline.hpp>

#include <apideck/core/credential.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/operations.hpp>

#include <string>
#include <utility>

// What a client makes once for all its calls.

namespace core = apideck::core;
using apideck::call_options;
using apideck::client_options;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE("calls without options of their own share a plan", "[pipeline]")
{
    core::pipeline pipeline(good_options(), nullptr);
    auto const first = pipeline.prepare(get_it, nullptr, false);
    auto const second = pipeline.prepare(get_it, nullptr, false);
    CHECK(first.plan == second.plan);
    CHECK(first.request.head == second.request.head);
    CHECK(first.request.head->target == "/test/it");
    // Each with another operation, or with a body, has its own.
    CHECK(pipeline.prepare(post_it, nullptr, false).request.head->target == "/test");
    auto const body = pipeline.prepare(get_it, nullptr, true);
    CHECK(body.plan != first.plan);
    CHECK(body.request.head->headers.find("Content-Type"));
}

TEST_CASE("a call with any option of its own has a plan of its own", "[pipeline]")
{
    core::pipeline pipeline(good_options(), nullptr);
    auto const shared = pipeline.prepare(get_it, nullptr, false);
    call_options const options[] = {{.consumer_id = "c"}, {.app_id = "a"},
        {.server_url = "https://h"}, {.headers = {{"x-a", "1"}}}, {.timeout = 1s},
        {.attempt_timeout = 1s}, {.connect_timeout = 1s}, {.retries = apideck::retry_policy::none()},
        {.retry_codes = std::vector<int>{500}}};
    for (auto const& own : options) {
        auto const prepared = pipeline.prepare(get_it, &own, false);
        CHECK(prepared.plan != shared.plan);
        auto const expected = core::make_plan(pipeline.options(), own, get_it, false);
        CHECK(prepared.plan->head.headers == expected.head.headers);
        CHECK(prepared.plan->head.origin == expected.head.origin);
        CHECK(prepared.plan->retries == expected.retries);
        CHECK(prepared.plan->timeout == expected.timeout);
        CHECK(prepared.plan->attempt_timeout == expected.attempt_timeout);
        CHECK(prepared.plan->connect_timeout == expected.connect_timeout);
    }
}

TEST_CASE("a call that is refused leaves the others as they are", "[pipeline]")
{
    core::pipeline pipeline(good_options(), nullptr);
    auto one = pipeline.prepare(get_it, nullptr, true);
    one.refuse({"session", "wrong"});
    REQUIRE(one.plan->refused);
    CHECK(one.plan->refused->field == "session");
    CHECK(one.plan->op == &get_it);
    CHECK_FALSE(pipeline.prepare(get_it, nullptr, true).plan->refused);
}

TEST_CASE("options that can't make a request refuse each call", "[pipeline]")
{
    client_options options = good_options();
    options.app_id.clear();
    core::pipeline pipeline(options, nullptr);
    for (int i = 0; i != 2; ++i) {
        auto const prepared = pipeline.prepare(get_it, nullptr, false);
        REQUIRE(prepared.plan->refused);
        CHECK(prepared.plan->refused->field == "app_id");
    }
    apideck::call_options const good{.app_id = "app"};
    CHECK_FALSE(pipeline.prepare(get_it, &good, false).plan->refused);
}

TEST_CASE("a prepared call outlives its client", "[pipeline]")
{
    auto const prepared = [] {
        core::pipeline pipeline(good_options(), nullptr);
        return pipeline.prepare(get_it, nullptr, false);
    }();
    CHECK(prepared.request.head->origin.host == "unify.apideck.com");
}

TEST_CASE("a key that is a text is made ready once", "[pipeline]")
{
    core::pipeline const pipeline(good_options(), nullptr);
    REQUIRE(pipeline.fixed_key());
    CHECK(pipeline.fixed_key()->authorization == "Bearer a-long-key");
    CHECK(pipeline.fixed_key()->secret == "a-long-key");
    CHECK(pipeline.fixed_key()->refused.empty());

    client_options without = good_options();
    without.api_key = {};
    CHECK(core::pipeline(without, nullptr).fixed_key()->refused == "is required and empty");
}
