#include <apideck/core/credential.hpp>
#include <apideck/core/prepare.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/operations.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core = apideck::core;
using apideck::call_options;
using apideck::client_options;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

core::call_plan plan(
    client_options const& client, call_options const& call = {}, bool has_body = false)
{
    auto made = core::make_plan(client, call, get_it, has_body);
    INFO(made.refused.value_or(apideck::invalid_request_error{}).field);
    REQUIRE_FALSE(made.refused);
    return made;
}

/// The values of all headers of a name.
std::vector<std::string> all(core::call_plan const& made, std::string_view name)
{
    std::vector<std::string> out;
    for (auto const [n, value] : made.head.headers)
        if (apideck::http::same_name(n, name))
            out.emplace_back(value);
    return out;
}

using values = std::vector<std::string>;

} // namespace

TEST_CASE("the client's options make a request", "[prepare]")
{
    client_options options = good_options();
    options.timeout = 1s;
    options.attempt_timeout = 2s;
    options.connect_timeout = 3s;
    options.retries.max_attempts = 9;
    auto const made = plan(options);
    CHECK(made.op == &get_it);
    CHECK(made.head.method == apideck::http::method::get);
    CHECK(made.head.origin == apideck::http::origin{true, "unify.apideck.com", 443});
    CHECK(made.head.target == "/test/it");
    CHECK(all(made, "host") == values{"unify.apideck.com"});
    CHECK(all(made, "x-apideck-app-id") == values{"app"});
    CHECK(all(made, "x-apideck-consumer-id") == values{"consumer"});
    CHECK(all(made, "accept") == values{"application/json"});
    CHECK(made.timeout == 1s);
    CHECK(made.attempt_timeout == 2s);
    CHECK(made.connect_timeout == 3s);
    CHECK(made.retries == options.retries);
}

TEST_CASE("the key and what belongs to a connection are not in a plan", "[prepare]")
{
    auto const made = plan(good_options(), {}, true);
    for (char const* const name : {"Authorization", "Content-Length", "Connection"}) {
        CAPTURE(name);
        CHECK(all(made, name).empty());
    }
    CHECK(made.head.headers.wire().find("key") == std::string::npos);
}

TEST_CASE("a call's options count before the client's", "[prepare]")
{
    client_options const client = good_options();
    call_options call{.consumer_id = "other-consumer",
        .app_id = "other-app",
        .server_url = "https://other.example:444/v2",
        .timeout = 1ms,
        .attempt_timeout = 2ms,
        .connect_timeout = 3ms,
        .retries = apideck::retry_policy::none()};
    auto const made = plan(client, call);
    CHECK(all(made, "x-apideck-consumer-id") == values{"other-consumer"});
    CHECK(all(made, "x-apideck-app-id") == values{"other-app"});
    CHECK(all(made, "host") == values{"other.example:444"});
    CHECK(made.head.origin == apideck::http::origin{true, "other.example", 444});
    CHECK(made.head.target == "/v2/test/it");
    CHECK(made.timeout == 1ms);
    CHECK(made.attempt_timeout == 2ms);
    CHECK(made.connect_timeout == 3ms);
    CHECK(made.retries == apideck::retry_policy::none());
}

TEST_CASE("a call's options make good for what the client's lack", "[prepare]")
{
    client_options client;
    client.server_url = "nonsense";
    client.timeout = 0s;
    client.retries.max_attempts = 0;
    call_options const call{.consumer_id = "consumer",
        .app_id = "app",
        .server_url = "https://h",
        .timeout = 1s,
        .retries = apideck::retry_policy{}};
    CHECK(plan(client, call).head.origin.host == "h");
}

TEST_CASE("a call's statuses to retry replace those of either policy", "[prepare]")
{
    std::vector<int> const codes{409};
    CHECK(plan(good_options(), {.retry_codes = codes}).retries.status_codes == codes);
    apideck::retry_policy expected{.status_codes = codes, .max_attempts = 7};
    CHECK(plan(good_options(),
              {.retries = apideck::retry_policy{.max_attempts = 7}, .retry_codes = codes})
              .retries == expected);
    CHECK(
        plan(good_options(), {.retry_codes = std::vector<int>{}}).retries.status_codes.empty());
}

TEST_CASE("a call's header replaces the client's of the same name", "[prepare]")
{
    client_options client = good_options();
    client.headers = {{"X-A", "client"}, {"X-B", "client"}, {"x-a", "client too"}};
    auto const made = plan(client, {.headers = {{"x-A", "call"}, {"X-C", "call"}}});
    CHECK(all(made, "x-a") == values{"call"});
    CHECK(all(made, "x-b") == values{"client"});
    CHECK(all(made, "x-c") == values{"call"});
    CHECK(all(plan(client), "x-a") == values{"client", "client too"});
}

TEST_CASE("a call may have several headers of one name", "[prepare]")
{
    CHECK(all(plan(good_options(), {.headers = {{"Via", "1"}, {"via", "2"}}}), "via")
        == values{"1", "2"});
}

TEST_CASE("a header may have inner blanks or no value", "[prepare]")
{
    auto const made
        = plan(good_options(), {.headers = {{"a!#$%&'*+-.^_`|~1", "x  y ~!"}, {"b", ""}}});
    CHECK(all(made, "a!#$%&'*+-.^_`|~1") == values{"x  y ~!"});
    CHECK(all(made, "b") == values{""});
}

TEST_CASE("a body has a type, no body has none", "[prepare]")
{
    CHECK(all(plan(good_options(), {}, true), "content-type") == values{"application/json"});
    CHECK(all(plan(good_options(), {}, false), "content-type").empty());
}

TEST_CASE("the operation's path follows the path of the server URL", "[prepare]")
{
    struct row {
        char const* url;
        char const* target;
    };
    constexpr row rows[] = {{"https://h", "/test/it"}, {"https://h/", "/test/it"},
        {"https://h//", "/test/it"}, {"https://h/base", "/base/test/it"},
        {"https://h/base/", "/base/test/it"}, {"https://h/a/b///", "/a/b/test/it"}};
    for (auto const& [url, target] : rows) {
        CAPTURE(url);
        CHECK(plan(good_options(), {.server_url = url}).head.target == target);
    }
}

TEST_CASE("plain HTTP is taken where it is allowed", "[prepare]")
{
    client_options options = good_options();
    options.server_url = "http://localhost:8080";
    options.allow_plain_http = true;
    auto const made = plan(options);
    CHECK(made.head.origin == apideck::http::origin{false, "localhost", 8080});
    CHECK(all(made, "host") == values{"localhost:8080"});
}

TEST_CASE("the User-Agent names this SDK, and behind it what the caller adds", "[prepare]")
{
    using Catch::Matchers::EndsWith;
    using Catch::Matchers::StartsWith;
    client_options options = good_options();
    auto const plain = all(plan(options), "user-agent");
    REQUIRE(plain.size() == 1);
    CHECK_THAT(plain[0], StartsWith("apideck-cpp/"));
    options.user_agent_suffix = "my-app/1.2 (test)";
    CHECK(all(plan(options), "user-agent") == values{plain[0] + " my-app/1.2 (test)"});
}

TEST_CASE("a key is sent as a bearer token, whether it says so or not", "[prepare]")
{
    CHECK(core::authorization("abc") == "Bearer abc");
    CHECK(core::authorization("Bearer abc") == "Bearer abc");
    CHECK(core::authorization("bearer abc") == "bearer abc");
    CHECK(core::authorization("BEARER abc") == "BEARER abc");
    CHECK(core::authorization("Bearerabc") == "Bearer Bearerabc");
    CHECK(core::authorization("Basic abc") == "Bearer Basic abc");
    CHECK(core::authorization("abc Bearer ") == "Bearer abc Bearer ");
}

TEST_CASE("a place in the body is named within its argument", "[prepare]")
{
    CHECK(core::refuse_body("session", {"/theme/logo", "not UTF-8 at byte 3"})
        == apideck::invalid_request_error{"session/theme/logo", "not UTF-8 at byte 3"});
    CHECK(core::refuse_body("session", {"", "wrong"}).field == "session");
}
