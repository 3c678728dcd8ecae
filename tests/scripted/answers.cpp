// What a caller gets with a session, and with an error.

#include <tests/scripted/support.hpp>

#include <apideck/session_claims.hpp>

using namespace apideck::tests;

namespace {

// {"consumer_id":"test_consumer","application_id":"app","scopes":[],"iat":1700000000,
// "exp":1700003600}
std::string const token
    = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
      "eyJjb25zdW1lcl9pZCI6InRlc3RfY29uc3VtZXIiLCJhcHBsaWNhdGlvbl9pZCI6ImFwcCIsInNjb3BlcyI6W10s"
      "ImlhdCI6MTcwMDAwMDAwMCwiZXhwIjoxNzAwMDAzNjAwfQ.c2lnbmF0dXJl";

std::string body_with(std::string const& session_token)
{
    return R"({"status_code":200,"status":"OK","data":{"session_uri":)"
           R"("https://vault.example/session/)"
        + session_token + R"(","session_token":")" + session_token + R"("}})";
}

} // namespace

TEST_CASE("a session comes with its address, its token and the HTTP side", "[answer]")
{
    scripted_vault vault;
    vault.script.reply(200, body_with(token),
        {{"Content-Type", "application/json; charset=utf-8"}, {"Request-Id", "req-1"},
            {"x-other", "kept"}});
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(created->data.session_uri == "https://vault.example/session/" + token);
    CHECK(created->data.session_token == token);
    CHECK(created->status_code == 200);
    CHECK(created->status == "OK");
    CHECK(created->http.status == 200);
    CHECK(created->http.request_id == "req-1");
    CHECK(created->http.headers.find("X-Other") == std::optional<std::string_view>("kept"));
    REQUIRE(created->http.attempts.size() == 1);
    CHECK(created->http.attempts[0].request_id == "req-1");
}

TEST_CASE("a session without a request id has an empty one", "[answer]")
{
    scripted_vault vault;
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(created->http.request_id.empty());
}

TEST_CASE("the token that a session comes with tells its claims", "[answer]")
{
    scripted_vault vault;
    vault.script.reply(200, body_with(token));
    auto const created = vault.call();
    REQUIRE(created);
    auto const claims = apideck::read_claims(created->data.session_token);
    REQUIRE(claims);
    CHECK(claims->consumer_id == "test_consumer");
    CHECK(claims->application_id == "app");
    CHECK(claims->expires_at == std::chrono::sys_seconds(1700003600s));
    CHECK(claims->issued_at == std::optional(std::chrono::sys_seconds(1700000000s)));
}

TEST_CASE("an error comes with the answer's fields, body and HTTP side", "[answer]")
{
    scripted_vault vault;
    std::string const body
        = R"({"status_code":400,"error":"Bad Request","type_name":"RequestValidationError"})";
    vault.script.reply(400, body, {{"Request-Id", "req-2"}});
    auto const e = vault.failure();
    auto const bad = expect<apideck::BadRequestResponse>(e);
    CHECK(bad.type_name == "RequestValidationError");
    REQUIRE(e.api_fields());
    CHECK(e.api_fields()->status_code == std::optional<std::int64_t>(400));
    REQUIRE(e.http());
    CHECK(e.http()->request_id == "req-2");
    CHECK(e.body() == body);
    CHECK(e.message()
        == "400 Bad Request: RequestValidationError (request id req-2, 1 attempt)");
}

TEST_CASE("an error repeats neither the key nor a token", "[answer]")
{
    scripted_vault vault;
    std::string const key = "canary-key";
    vault.options.api_key = "Bearer " + key;
    int const status = GENERATE(200, 400, 403);
    vault.script.reply(status, R"({"message":"not canary-key","session_token":")" + token + "\"}",
        {{"Content-Type", "application/json"}, {"x-echo", "Bearer canary-key"}});
    auto const e = vault.failure();
    REQUIRE(e.http());
    for (auto const& text : {e.message(), e.body(), e.http()->headers.wire()}) {
        CHECK(text.find(key) == std::string::npos);
        CHECK(text.find(token) == std::string::npos);
    }
    CHECK_THAT(e.body(), ContainsSubstring("not <redacted>"));
}

TEST_CASE("a result without a value throws its error when asked for one", "[answer]")
{
    scripted_vault vault;
    vault.script.reply(404, R"({"type_name":"EntityNotFoundError"})");
    auto const result = vault.call();
    try {
        static_cast<void>(result.value());
        FAIL("nothing was thrown");
    } catch (apideck::exception const& e) {
        CHECK(e.error().is<apideck::NotFoundResponse>());
        CHECK_THAT(e.what(), ContainsSubstring("EntityNotFoundError"));
    }
}

TEST_CASE("the error of a call without an answer has no HTTP side", "[answer]")
{
    scripted_vault vault;
    vault.options.retries = apideck::retry_policy::none();
    vault.script.reply(503, "");
    vault.script.fail(apideck::asio::error::connection_refused, apideck::stage::connect);
    CHECK(vault.failure().is<apideck::api_error>());
    auto const e = vault.failure();
    CHECK(e.http() == nullptr);
    CHECK(e.body().empty());
    CHECK(e.retry_after() == std::nullopt);
    CHECK(e.api_fields() == nullptr);
}

TEST_CASE("a key that an answer holds by chance does not spoil it", "[answer]")
{
    scripted_vault vault;
    vault.options.api_key = GENERATE(as<std::string>(), "json", "data", "a");
    vault.succeed();
    CHECK(vault.call());
    vault.script.reply(409, R"({"message":"a conflict in the data"})");
    CHECK(expect<apideck::api_error>(vault.failure()).message == "a conflict in the data");
}
