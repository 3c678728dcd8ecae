#include <apideck/core/prepare.hpp>

#include <tests/support/catch.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core = apideck::core;
using apideck::call_options;
using apideck::client_options;
using namespace std::chrono_literals;

namespace {

constexpr core::operation get_it{"test.get", apideck::http::method::get, "/test/it", true, 200};

client_options good_options()
{
    return {.api_key = "key", .app_id = "app", .consumer_id = "consumer"};
}

core::prepared_call prepare(client_options const& client, call_options const& call = {},
    std::optional<std::string> body = {})
{
    auto prepared = core::prepare(client, call, get_it, std::move(body));
    INFO(prepared.refused.value_or(apideck::invalid_request_error{}).field);
    REQUIRE_FALSE(prepared.refused);
    return prepared;
}

/// The values of all headers of a name.
std::vector<std::string> all(core::prepared_call const& prepared, std::string_view name)
{
    std::vector<std::string> out;
    for (auto const [n, value] : prepared.request.headers)
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
    auto const prepared = prepare(options);
    CHECK(prepared.op == &get_it);
    CHECK(prepared.request.method == apideck::http::method::get);
    CHECK(prepared.request.origin == apideck::http::origin{true, "unify.apideck.com", 443});
    CHECK(prepared.request.target == "/test/it");
    CHECK(all(prepared, "host") == values{"unify.apideck.com"});
    CHECK(all(prepared, "x-apideck-app-id") == values{"app"});
    CHECK(all(prepared, "x-apideck-consumer-id") == values{"consumer"});
    CHECK(all(prepared, "accept") == values{"application/json"});
    CHECK(prepared.timeout == 1s);
    CHECK(prepared.attempt_timeout == 2s);
    CHECK(prepared.connect_timeout == 3s);
    CHECK(prepared.retries == options.retries);
}

TEST_CASE("the key and what belongs to a connection are not in a prepared request", "[prepare]")
{
    auto const prepared = prepare(good_options(), {}, "{}");
    for (char const* const name : {"Authorization", "Content-Length", "Connection"}) {
        CAPTURE(name);
        CHECK(all(prepared, name).empty());
    }
    CHECK(prepared.request.headers.wire().find("key") == std::string::npos);
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
    auto const prepared = prepare(client, call);
    CHECK(all(prepared, "x-apideck-consumer-id") == values{"other-consumer"});
    CHECK(all(prepared, "x-apideck-app-id") == values{"other-app"});
    CHECK(all(prepared, "host") == values{"other.example:444"});
    CHECK(prepared.request.origin == apideck::http::origin{true, "other.example", 444});
    CHECK(prepared.request.target == "/v2/test/it");
    CHECK(prepared.timeout == 1ms);
    CHECK(prepared.attempt_timeout == 2ms);
    CHECK(prepared.connect_timeout == 3ms);
    CHECK(prepared.retries == apideck::retry_policy::none());
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
    CHECK(prepare(client, call).request.origin.host == "h");
}

TEST_CASE("a call's statuses to retry replace those of either policy", "[prepare]")
{
    std::vector<int> const codes{409};
    CHECK(prepare(good_options(), {.retry_codes = codes}).retries.status_codes == codes);
    apideck::retry_policy expected{.status_codes = codes, .max_attempts = 7};
    CHECK(prepare(good_options(),
              {.retries = apideck::retry_policy{.max_attempts = 7}, .retry_codes = codes})
              .retries == expected);
    CHECK(
        prepare(good_options(), {.retry_codes = std::vector<int>{}}).retries.status_codes.empty());
}

TEST_CASE("a call's header replaces the client's of the same name", "[prepare]")
{
    client_options client = good_options();
    client.headers = {{"X-A", "client"}, {"X-B", "client"}, {"x-a", "client too"}};
    auto const prepared = prepare(client, {.headers = {{"x-A", "call"}, {"X-C", "call"}}});
    CHECK(all(prepared, "x-a") == values{"call"});
    CHECK(all(prepared, "x-b") == values{"client"});
    CHECK(all(prepared, "x-c") == values{"call"});
    CHECK(all(prepare(client), "x-a") == values{"client", "client too"});
}

TEST_CASE("a call may have several headers of one name", "[prepare]")
{
    CHECK(all(prepare(good_options(), {.headers = {{"Via", "1"}, {"via", "2"}}}), "via")
        == values{"1", "2"});
}

TEST_CASE("a header may have inner blanks or no value", "[prepare]")
{
    auto const prepared
        = prepare(good_options(), {.headers = {{"a!#$%&'*+-.^_`|~1", "x  y ~!"}, {"b", ""}}});
    CHECK(all(prepared, "a!#$%&'*+-.^_`|~1") == values{"x  y ~!"});
    CHECK(all(prepared, "b") == values{""});
}

TEST_CASE("a body has a type, no body has none", "[prepare]")
{
    auto const with = prepare(good_options(), {}, R"({"a":1})");
    CHECK(all(with, "content-type") == values{"application/json"});
    CHECK(with.request.body == R"({"a":1})");
    auto const without = prepare(good_options());
    CHECK(all(without, "content-type").empty());
    CHECK(without.request.body.empty());
    CHECK(all(prepare(good_options(), {}, ""), "content-type") == values{"application/json"});
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
        CHECK(prepare(good_options(), {.server_url = url}).request.target == target);
    }
}

TEST_CASE("plain HTTP is taken where it is allowed", "[prepare]")
{
    client_options options = good_options();
    options.server_url = "http://localhost:8080";
    options.allow_plain_http = true;
    auto const prepared = prepare(options);
    CHECK(prepared.request.origin == apideck::http::origin{false, "localhost", 8080});
    CHECK(all(prepared, "host") == values{"localhost:8080"});
}

TEST_CASE("the User-Agent names this SDK, and behind it what the caller adds", "[prepare]")
{
    using Catch::Matchers::EndsWith;
    using Catch::Matchers::StartsWith;
    client_options options = good_options();
    auto const plain = all(prepare(options), "user-agent");
    REQUIRE(plain.size() == 1);
    CHECK_THAT(plain[0], StartsWith("apideck-cpp/"));
    options.user_agent_suffix = "my-app/1.2 (test)";
    CHECK(all(prepare(options), "user-agent") == values{plain[0] + " my-app/1.2 (test)"});
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
