#include <apideck/core/answer.hpp>

#include <tests/support/answers.hpp>
#include <tests/support/catch.hpp>

#include <boost/json/serialize.hpp>

#include <string>
#include <string_view>

// What an error keeps of an answer that echoes the key, a token or a session's address.

using namespace apideck::tests;

TEST_CASE("what an error body echoes of the key reaches neither texts nor fields", "[answer]")
{
    constexpr std::string_view bodies[] = {
        R"({"message":"bad key canary-key/1","detail":{"sent":["Bearer canary-key/1"]}})",
        R"({"message":"bad key canary-key\/1","detail":"canary-key\u002f1"})",
        "<p>canary-key/1</p>",
        "<p>canary-k",
    };
    for (auto const body : bodies) {
        for (int const status : {400, 401, 403, 500}) {
            CAPTURE(body, status);
            auto const e = make_api_error(status, std::string(body));
            std::string all = e.body() + e.message();
            if (auto const& message = e.api_fields()->message)
                all += *message;
            if (auto const& detail = e.api_fields()->detail)
                all += boost::json::serialize(*detail);
            CHECK_THAT(all, !ContainsSubstring("canary"));
            CHECK_THAT(e.body(), ContainsSubstring("<redacted>"));
        }
    }
}

TEST_CASE("what is replaced in an error body does not keep the rest from being read", "[answer]")
{
    constexpr std::string_view members[] = {
        R"("session_token":"canary")",
        R"("session_token":["canary"])",
        R"("session_uri": {"href":"canary"})",
        R"("data":{"session_uri":"canary","session_token":{"a":["canary"]}})",
        R"("echo":"canary-key/1")",
        R"("token":"eyJhbGciOiJIUzI1NiJ9.e30.canary1")",
    };
    for (auto const member : members) {
        CAPTURE(member);
        auto const e = make_api_error(400, '{' + std::string(member) + R"(,"message":"read"})");
        CHECK_THAT(e.body(), !ContainsSubstring("canary"));
        CHECK(e.api_fields()->message == "read");
    }
}

TEST_CASE("what the headers of an error echo of key and token is replaced", "[answer]")
{
    auto const e = make_api_error(307, "",
        {{"Location", "https://vault.apideck.com/session/eyJhbGciOiJIUzI1NiJ9.e30.canary1"},
            {"X-Echo", "Bearer canary-key/1"}, {"Server", "h"}});
    REQUIRE(e.http());
    CHECK(e.http()->headers.find("location") == "https://vault.apideck.com/session/<redacted>");
    CHECK(e.http()->headers.find("x-echo") == "Bearer <redacted>");
    CHECK(make_api_error(500, "", {{"canary-key/1", "1"}}).http()->headers.find("<redacted>") == "1");
    CHECK(e.http()->headers.find("server") == "h");
}
