#include <apideck/detail/base64.hpp>
#include <apideck/session_claims.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>

using apideck::read_claims;
using apideck::detail::encode_base64url;
using apideck::json::decode_error;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view header =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"; // {"alg":"HS256","typ":"JWT"}

std::string token_of(std::string_view claims)
{
    return std::string(header) + '.' + encode_base64url(claims) + ".c2ln";
}

} // namespace

TEST_CASE("a session token tells until when and for whom it is", "[session_claims]")
{
    // Made elsewhere (Python), so that it shares nothing with the encoder above.
    auto const claims = read_claims(
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
        "eyJjb25zdW1lcl9pZCI6InRlc3QtY29uc3VtZXIiLCJhcHBsaWNhdGlvbl9pZCI6ImFwcCIsInNjb3BlcyI6W10s"
        "ImlhdCI6MTY5OTk5NjQwMCwiZXhwIjoxNzAwMDAwMDAwLCJjb25zdW1lcl9tZXRhZGF0YSI6eyJ1c2VyX25hbWUi"
        "OiJab8OrIn19.c2lnbmF0dXJl");
    REQUIRE(claims);
    CHECK(claims->expires_at.time_since_epoch() == 1700000000s);
    REQUIRE(claims->issued_at);
    CHECK(claims->issued_at->time_since_epoch() == 1699996400s);
    CHECK(claims->consumer_id == "test-consumer");
    CHECK(claims->application_id == "app");
    CHECK(claims->all.size() == 6);
    CHECK(claims->all.at("consumer_metadata").at("user_name").as_string() == "Zo\u00eb");
    CHECK(claims->all.at("exp") == 1700000000);
}

TEST_CASE("a token is read whatever the length of its claims", "[session_claims]")
{
    for (std::size_t length = 0; length != 12; ++length) {
        CAPTURE(length);
        std::string const name(length, '\x7f');
        auto const claims = read_claims(token_of(
            R"({"exp":1,"consumer_id":")" + name + R"(","application_id":"\u00ff\u03ff"})"));
        REQUIRE(claims);
        CHECK(claims->consumer_id == name);
        CHECK(claims->application_id == "\u00ff\u03ff");
    }
}

TEST_CASE("when a token was made may be unknown", "[session_claims]")
{
    for (char const* const iat :
        {"", R"("iat":null,)", R"("iat":-1,)", R"("iat":-0.5,)", R"("iat":99999999999999,)"}) {
        CAPTURE(iat);
        auto const claims = read_claims(token_of(
            '{' + std::string(iat) + R"("exp":1,"consumer_id":"c","application_id":"a"})"));
        REQUIRE(claims);
        CHECK_FALSE(claims->issued_at);
    }
}

TEST_CASE("a fraction of a second is cut", "[session_claims]")
{
    struct row {
        char const* exp;
        std::chrono::seconds seconds;
    };
    row const rows[] = {{"1700000000.000", 1700000000s}, {"1700000000.001", 1700000000s},
        {"1700000000.999999", 1700000000s}, {"1.7e9", 1700000000s}, {"17000000005e-1", 1700000000s},
        {"0.5", 0s}, {"8999999999.9", 8999999999s}};
    for (auto const& [exp, seconds] : rows) {
        CAPTURE(exp);
        auto const claims = read_claims(token_of(R"({"exp":)" + std::string(exp) + R"(,"iat":)"
            + exp + R"(,"consumer_id":"c","application_id":"a"})"));
        REQUIRE(claims);
        CHECK(claims->expires_at.time_since_epoch() == seconds);
        CHECK(claims->issued_at.value().time_since_epoch() == seconds);
    }
}

TEST_CASE("a text that is no token is refused", "[session_claims]")
{
    std::string const good = token_of(R"({"exp":1,"consumer_id":"c","application_id":"a"})");
    REQUIRE(read_claims(good));
    std::string const payload = good.substr(header.size() + 1, good.rfind('.') - header.size() - 1);
    struct row {
        char const* what;
        std::string token;
    };
    std::string const head(header);
    row const rows[] = {
        {"nothing", ""},
        {"one part", head},
        {"two parts", head + '.' + payload},
        {"four parts", good + ".c2ln"},
        {"dots alone", ".."},
        {"a first part that is no base64url", "ab!d." + payload + ".c2ln"},
        {"a second part that is no base64url", head + ".e3+9.c2ln"},
        {"a second part with a slash", head + ".e3/9.c2ln"},
        {"a second part with padding", head + '.' + encode_base64url("{}") + "=.c2ln"},
        {"a second part with a blank", head + ".e3 0.c2ln"},
        {"a second part of no possible length", head + ".e30ab.c2ln"},
        {"a third part that is no base64url", head + '.' + payload + ".c2l*"},
        {"a third part of no possible length", head + '.' + payload + ".c2lnY"},
        {"a blank behind it", good + ' '},
    };
    for (auto const& [what, token] : rows) {
        CAPTURE(what);
        auto const claims = read_claims(token);
        REQUIRE_FALSE(claims);
        CHECK(claims.error().pointer.empty());
        CHECK_FALSE(claims.error().found.empty());
    }
}

TEST_CASE("claims that do not fit are refused with their pointer", "[session_claims]")
{
    struct row {
        char const* claims;
        decode_error error;
    };
    row const rows[] = {
        {"[]", {"", "object", "array"}},
        {R"({"consumer_id":"c","application_id":"a"})", {"/exp", "number", "nothing"}},
        {R"({"exp":"1","consumer_id":"c","application_id":"a"})", {"/exp", "number", "string"}},
        {R"({"exp":true,"consumer_id":"c","application_id":"a"})", {"/exp", "number", "boolean"}},
        {R"({"exp":null,"consumer_id":"c","application_id":"a"})", {"/exp", "number", "null"}},
        {R"({"exp":1,"application_id":"a"})", {"/consumer_id", "string", "nothing"}},
        {R"({"exp":1,"consumer_id":"c"})", {"/application_id", "string", "nothing"}},
        {R"({"exp":1,"consumer_id":7,"application_id":"a"})", {"/consumer_id", "string", "number"}},
        {R"({"exp":1,"iat":"x","consumer_id":"c","application_id":"a"})",
            {"/iat", "number", "string"}},
    };
    for (auto const& [text, error] : rows) {
        CAPTURE(text);
        auto const claims = read_claims(token_of(text));
        REQUIRE_FALSE(claims);
        CHECK(claims.error() == error);
    }
    CHECK(read_claims(token_of("{")).error().expected == "valid JSON");
}

TEST_CASE("a time beyond what a clock can hold is refused", "[session_claims]")
{
    for (char const* const exp : {"-1", "-0.5", "9000000000.5", "9000000001", "9223372036854775807",
             "18446744073709551615", "1e300", "1e400"}) {
        CAPTURE(exp);
        auto const claims = read_claims(token_of(
            R"({"exp":)" + std::string(exp) + R"(,"consumer_id":"c","application_id":"a"})"));
        REQUIRE_FALSE(claims);
        CHECK(claims.error().pointer == "/exp");
    }
    CHECK(read_claims(token_of(R"({"exp":9000000000,"consumer_id":"","application_id":""})")));
}

TEST_CASE("a session that is about to end is told from one that is not", "[session_claims]")
{
    apideck::session_claims claims;
    claims.expires_at = std::chrono::sys_days(std::chrono::year(2030) / 1 / 1);
    auto const end = std::chrono::system_clock::time_point(claims.expires_at);
    CHECK(claims.expires_within(0s, end));
    CHECK(claims.expires_within(0s, end + 1h));
    CHECK_FALSE(claims.expires_within(0s, end - 1us));
    CHECK(claims.expires_within(60s, end - 60s));
    CHECK_FALSE(claims.expires_within(60s, end - 61s));
    CHECK_FALSE(claims.expires_within(-60s, end + 59s));
    CHECK(claims.expires_within(168h, end - 100h));
    claims.expires_at = {};
    CHECK(claims.expires_within(0s));
}

TEST_CASE("any margin and any time can be asked for", "[session_claims]")
{
    using std::chrono::seconds;
    using std::chrono::system_clock;
    apideck::session_claims claims;
    claims.expires_at = std::chrono::sys_seconds(9'000'000'000s);
    for (auto const now : {system_clock::time_point::min(), system_clock::time_point::max()}) {
        CHECK(claims.expires_within(seconds::max(), now));
        CHECK_FALSE(claims.expires_within(seconds::min(), now));
    }
}
