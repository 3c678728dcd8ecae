#include <apideck/core/credential.hpp>
#include <apideck/core/prepare.hpp>

#include <tests/support/bad_options.hpp>
#include <tests/support/catch.hpp>
#include <tests/support/operations.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace core = apideck::core;
using apideck::call_options;
using apideck::client_options;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

struct bad_text {
    char const* what;
    std::string_view text;
    char const* reason;
};

using namespace std::string_view_literals;

// The canary is never to be quoted.
constexpr bad_text bad_values[] = {
    {"CR", "canary\rx", "line break at byte 6"},
    {"LF", "\ncanary", "line break at byte 0"},
    {"CR LF and a header", "canary\r\nX-Evil: 1", "line break at byte 6"},
    {"NUL", "canary\0x"sv, "NUL at byte 6"},
    {"tab", "canary\tx", "not printable ASCII at byte 6"},
    {"escape", "canary\x1b[2J", "not printable ASCII at byte 6"},
    {"0x1F", "canary\x1f", "not printable ASCII at byte 6"},
    {"DEL", "canary\x7f", "not printable ASCII at byte 6"},
    {"0x80", "canary\x80", "not printable ASCII at byte 6"},
    {"0xFF", "\xff" "canary", "not printable ASCII at byte 0"},
    {"UTF-8", "canary\u00eb", "not printable ASCII at byte 6"},
    {"a leading blank", " canary", "begins or ends with a blank"},
    {"a trailing blank", "canary ", "begins or ends with a blank"},
    {"a blank alone", " ", "begins or ends with a blank"},
};

apideck::invalid_request_error refusal(client_options const& client, call_options const& call = {})
{
    auto const plan = core::make_plan(client, call, post_it, true);
    REQUIRE(plan.refused);
    CHECK(plan.head.target.empty());
    return *plan.refused;
}

/// What is refused of options that are good but for a change.
apideck::invalid_request_error refusal_after(std::function<void(client_options&)> const& change)
{
    client_options options = good_options();
    change(options);
    return refusal(options);
}

} // namespace

TEST_CASE("a byte that a header can't carry is refused wherever a header is made of it",
    "[prepare]")
{
    struct place {
        char const* field;
        void (*put)(client_options&, call_options&, std::string);
    };
    constexpr place places[] = {
        {"app_id", [](auto& client, auto&, auto text) { client.app_id = text; }},
        {"app_id", [](auto&, auto& call, auto text) { call.app_id = text; }},
        {"consumer_id", [](auto& client, auto&, auto text) { client.consumer_id = text; }},
        {"consumer_id", [](auto&, auto& call, auto text) { call.consumer_id = text; }},
        {"user_agent_suffix",
            [](auto& client, auto&, auto text) { client.user_agent_suffix = text; }},
        {"headers[1].value",
            [](auto& client, auto&, auto text) {
                client.headers = {{"a", "b"}, {"c", text}};
            }},
        {"headers[0].value",
            [](auto&, auto& call, auto text) {
                call.headers = {{"a", text}};
            }},
    };
    for (auto const& [field, put] : places) {
        for (auto const& [what, text, reason] : bad_values) {
            CAPTURE(field, what);
            client_options client = good_options();
            call_options call;
            put(client, call, std::string(text));
            auto const refused = refusal(client, call);
            CHECK(refused.field == field);
            CHECK_THAT(refused.reason, ContainsSubstring(reason));
            CHECK_THAT(refused.reason, !ContainsSubstring("canary"));
        }
    }
}

TEST_CASE("a key with a byte that a header can't carry is refused", "[prepare]")
{
    for (auto const& [what, text, reason] : bad_values) {
        CAPTURE(what);
        CHECK_THAT(core::check_key(text), ContainsSubstring(reason));
        CHECK_THAT(core::check_key(text), !ContainsSubstring("canary"));
        CHECK_THAT(core::check_field_value(text), ContainsSubstring(reason));
    }
    for (std::string_view const good : {"key", "Bearer key", "a", "~!@#$%^&*()_+ \"'"}) {
        CAPTURE(good);
        CHECK(core::check_key(good).empty());
    }
}

TEST_CASE("no key is refused, also where only the word Bearer is left of it", "[prepare]")
{
    for (std::string_view const key : {"", "Bearer", "Bearer ", "bearer ", "BEARER"}) {
        CAPTURE(key);
        CHECK(core::check_key(key) == "is required and empty");
    }
}

TEST_CASE("the ids are required", "[prepare]")
{
    CHECK_THAT(refusal({}).reason, ContainsSubstring("is required"));
}

TEST_CASE("the name of a header is a token, and not one that the SDK sets itself", "[prepare]")
{
    using namespace std::string_literals;
    std::string const names[] = {"", " ", "a b", "a:", ":a", "a\r\nb", "a\n", "a\t", "a\0b"s,
        "a\x7f", "\u00eb", "a(", "a)", "a<", "a>", "a@", "a,", "a;", "a\\", "a\"", "a/", "a[", "a]",
        "a?", "a=", "a{", "a}", "Authorization", "authorization", "Proxy-Authorization", "X-Apideck-App-Id",
        "x-apideck-consumer-id", "User-Agent", "Host", "Accept", "Accept-Encoding", "Content-Type",
        "content-length", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "Trailer"};
    for (auto const& name : names) {
        CAPTURE(name);
        auto const of_client = refusal_after([&](auto& o) {
            o.headers = {{"a", "b"}, {name, "x"}};
        });
        CHECK(of_client.field == "headers[1].name");
        CHECK_FALSE(of_client.reason.empty());
        CHECK(refusal(good_options(), {.headers = {{name, "x"}}}).field == "headers[0].name");
    }
}

TEST_CASE("an option that makes no sense is refused by name", "[prepare]")
{
    for (auto const& [field, spoil] : bad_client_options()) {
        CAPTURE(field);
        auto const refused = refusal_after(spoil);
        CHECK(refused.field == field);
        CHECK_FALSE(refused.reason.empty());
        CHECK_FALSE(refused.cause);
    }
}

TEST_CASE("an option of a call that makes no sense is refused by name", "[prepare]")
{
    for (auto const& [field, spoil] : bad_call_options()) {
        CAPTURE(field);
        call_options call;
        spoil(call);
        CHECK(refusal(good_options(), call).field == field);
    }
}

TEST_CASE("options at the edge of what makes sense are taken", "[prepare]")
{
    client_options options = good_options();
    options.timeout = options.attempt_timeout = options.connect_timeout = 1ns;
    options.retries = {.initial_interval = 0s,
        .max_interval = 0s,
        .exponent = 1,
        .max_elapsed_time = 0s,
        .status_codes = {300, 599},
        .max_attempts = 1};
    options.limits = {.head = 1024, .body = 1, .error_body = 1};
    options.pool = {.max_connections = 1, .idle_timeout = 0s};
    CHECK_FALSE(core::make_plan(options, {}, post_it, false).refused);
    options.timeout = options.attempt_timeout = options.connect_timeout = apideck::duration::max();
    CHECK_FALSE(core::make_plan(options, {}, post_it, false).refused);
}

TEST_CASE("of several things that are wrong one is reported", "[prepare]")
{
    auto const refused = refusal_after([](auto& o) {
        o.app_id = "a\n";
        o.timeout = 0s;
    });
    CHECK(refused.field == "app_id");
    CHECK_THAT(refused.reason, ContainsSubstring("line break"));
}
