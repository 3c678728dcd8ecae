// Whom the mock Vault answers, and at which address.

#include "../support/catch.hpp"
#include "../support/plain_vault.hpp"

#include <apideck/session_claims.hpp>

#include <string>
#include <utility>

using namespace apideck;
using namespace apideck::tests;

namespace {

void check_unauthorized(http_response const& r)
{
    auto const detail = check_error(r, 401, "Unauthorized", "UnauthorizedError");
    CHECK(detail == "Missing authentication");
}

} // namespace

TEST_CASE("the mock makes a session for the ids of the request", "[mock]")
{
    plain_vault vault;
    auto const r = vault.answer({});
    CHECK(r.result() == beast_http::status::ok);
    auto const claims = read_claims(token_of(r));
    REQUIRE(claims);
    CHECK(claims->application_id == "an-app");
    CHECK(claims->consumer_id == "a-consumer");
}

TEST_CASE("the mock refuses a request without a key, and with another scheme", "[mock]")
{
    plain_vault vault;
    asking without;
    without.fields.erase("Authorization");
    check_unauthorized(vault.answer(without));
    for (char const* const value :
        {"", "Bearer", "Bearer ", "a-key", "Basic a-key", "Bearer:a-key"}) {
        CAPTURE(value);
        asking bad;
        bad.fields["Authorization"] = value;
        check_unauthorized(vault.answer(bad));
    }
}

TEST_CASE("the mock takes any key, and one alone where it is told which", "[mock]")
{
    plain_vault any;
    plain_vault one("a-key");
    for (auto const& [key, is_right] :
        {std::pair{"a-key", true}, {"A-key", false}, {"a-key2", false}, {"a-ke", false}}) {
        CAPTURE(key);
        asking a;
        a.fields["Authorization"] = std::string("bearer ") + key; // a scheme has no case
        CHECK(any.answer(a).result() == beast_http::status::ok);
        auto const r = one.answer(a);
        if (is_right)
            CHECK(r.result() == beast_http::status::ok);
        else
            check_unauthorized(r);
    }
}

TEST_CASE("the mock refuses a request without one of the ids, and names it", "[mock]")
{
    plain_vault vault;
    for (std::string const name : {"x-apideck-app-id", "x-apideck-consumer-id"}) {
        CAPTURE(name);
        asking empty;
        empty.fields[name] = "";
        asking without;
        without.fields.erase(name);
        for (auto const& bad : {empty, without}) {
            auto const detail = check_error(
                vault.answer(bad), 400, "Bad Request", "RequestHeadersValidationError");
            CHECK_THAT(detail, ContainsSubstring(name));
        }
    }
}

TEST_CASE("the mock finds no other path and no other method, whoever asks", "[mock]")
{
    plain_vault vault;
    CHECK(vault.answer({.target = "/vault/sessions?raw=true"}).result() == beast_http::status::ok);
    for (auto const& [method, target] : {std::pair{"POST", "/"}, {"POST", "/vault/session"},
             {"POST", "/vault/sessions/"}, {"POST", "/vault/sessions1"}, {"POST", "/session/a.b.c"},
             {"GET", "/vault/sessions"}, {"PUT", "/vault/sessions"}}) {
        CAPTURE(method, target);
        asking const known{.method = method, .target = target};
        asking const unknown{.fields = {}, .method = method, .target = target};
        for (auto const& a : {known, unknown}) {
            auto const detail = check_error(
                vault.answer(a), 404, "Not Found", "EntityNotFoundError");
            CHECK(detail == std::string("Could not find ") + method + ' ' + target);
        }
    }
}
