// What the mock Vault checks of the session that it is asked for.

#include "../support/catch.hpp"
#include "../support/plain_vault.hpp"

#include <apideck/session_claims.hpp>

#include <chrono>
#include <string>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

std::string check_invalid(http_response const& r)
{
    return check_error(r, 400, "Bad Request", "RequestValidationError");
}

/// How long the session is valid by its token.
std::chrono::seconds length(http_response const& r)
{
    CHECK(r.result() == beast_http::status::ok);
    auto const claims = read_claims(token_of(r));
    REQUIRE(claims);
    REQUIRE(claims->issued_at);
    return claims->expires_at - *claims->issued_at;
}

std::string with_length(std::string const& text)
{
    return R"({"settings":{"session_length":")" + text + "\"}}";
}

} // namespace

TEST_CASE("the mock wants a body to be JSON by its type, and no type where there is none", "[mock]")
{
    plain_vault vault;
    asking none;
    none.fields.erase("Content-Type");
    CHECK(vault.answer(none).result() == beast_http::status::ok);
    none.body = "{}";
    CHECK_THAT(check_invalid(vault.answer(none)), ContainsSubstring("Content-Type"));
    for (auto const& [type, is_json] : {std::pair{"application/json; charset=utf-8", true},
             {"Application/JSON ;x=y", true}, {"text/plain", false}, {"application/jsonp", false},
             {"text/json", false}, {"", false}}) {
        CAPTURE(type);
        asking a{.body = "{}"};
        a.fields["Content-Type"] = type;
        auto const r = vault.answer(a);
        if (is_json)
            CHECK(r.result() == beast_http::status::ok);
        else
            CHECK_THAT(check_invalid(r), ContainsSubstring("Content-Type"));
    }
}

TEST_CASE("the mock refuses what is no session, and says where", "[mock]")
{
    plain_vault vault;
    constexpr std::pair<char const*, char const*> no_sessions[]{
        // Members that a session does not have; theme and consumer_metadata might (see mock_vault).
        {R"({"redirect_url":"https://x"})", "/redirect_url: "},
        {R"({"settings":{"sessionLength":"1h"}})", "/settings/sessionLength: "},
        {R"({"theme":{"colour":"#123456"}})", "/theme/colour: "},
        {R"({"consumer_metadata":{"phone":"1"}})", "/consumer_metadata/phone: "},
        // Types.
        {R"({"redirect_uri":1})", "/redirect_uri: expected string"},
        {R"({"settings":[]})", "/settings: expected object"},
        {R"({"settings":{"show_logs":"true"}})", "/settings/show_logs: expected boolean"},
        {R"({"settings":{"unified_apis":["crm",1]}})", "/settings/unified_apis/1: "},
        {R"({"custom_consumer_settings":"x"})", "/custom_consumer_settings: expected object"},
        {"[]", "expected object"},
        // No JSON.
        {"{", "valid JSON"},
        {"{}{}", "valid JSON"},
        {"{'redirect_uri':''}", "valid JSON"},
        {"\xff", "valid JSON"},
    };
    for (auto const& [body, where] : no_sessions) {
        CAPTURE(body);
        CHECK_THAT(check_invalid(vault.answer_to(body)), ContainsSubstring(where));
    }
}

TEST_CASE(
    "the mock takes values that the API may come to know, and null for what is unset", "[mock]")
{
    plain_vault vault;
    for (char const* const body : {R"({"settings":{"unified_apis":["teleportation"]}})",
             R"({"settings":{"allow_actions":["rename"]}})", R"({"theme":null})",
             R"({"custom_consumer_settings":{"anything":[1,{"at":"all"}]}})"}) {
        CAPTURE(body);
        CHECK(vault.answer_to(body).result() == beast_http::status::ok);
    }
}

TEST_CASE("a session of the mock is as long as was asked for, or an hour", "[mock]")
{
    plain_vault vault;
    for (auto const& [text, seconds] : {std::pair{"45s", 45s}, {"1s", 1s}, {"30m", 1800s},
             {"1h", 3600s}, {"7d", 604800s}, {"604800s", 604800s}}) {
        CAPTURE(text);
        CHECK(length(vault.answer_to(with_length(text))) == seconds);
    }
    for (char const* const body :
        {"", "{}", R"({"settings":{}})", R"({"settings":{"show_logs":true}})"}) {
        CAPTURE(body);
        CHECK(length(vault.answer_to(body)) == 1h);
    }
}

TEST_CASE("the mock refuses a length that is none, zero, or beyond a week", "[mock]")
{
    plain_vault vault;
    for (char const* const text : {"", "h", "1", "1w", "1H", " 1h", "1h ", "-1h", "1.5h", "1h30m",
             "0s", "0d", "604801s", "10081m", "169h", "8d", "99999999999999999999s"}) {
        CAPTURE(text);
        auto const detail = check_error(
            vault.answer_to(with_length(text)), 422, "Unprocessable Entity", "InvalidStateError");
        CHECK_THAT(detail, ContainsSubstring("/settings/session_length"));
    }
}
