#include <apideck/core/answer.hpp>

#include <apideck/models/session.hpp>

#include <tests/support/answers.hpp>
#include <tests/support/catch.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

// Answers with the status of success: what the API promises, or a validation error.

namespace core = apideck::core;
using apideck::CreateSessionResponse;
using apideck::response_validation_error;
using core::answer;
using namespace apideck::tests;

namespace {

constexpr char const* good_body
    = R"({"status_code":200,"status":"OK","data":{"session_uri":"https://h/s/t",)"
      R"("session_token":"t"},"new_member":true})";

apideck::result<apideck::response<CreateSessionResponse>> read(answer a)
{
    return core::read_success<CreateSessionResponse>(std::move(a));
}

/// The error of an answer that is not what the API promises.
apideck::error wrong(answer a)
{
    auto r = read(std::move(a));
    REQUIRE_FALSE(r.has_value());
    return r.error();
}

response_validation_error validation(answer a)
{
    auto const e = wrong(std::move(a));
    REQUIRE(e.is<response_validation_error>());
    return *e.get_if<response_validation_error>();
}

} // namespace

TEST_CASE("an answer of success becomes the model and its HTTP side", "[answer]")
{
    answer a = make_answer(200, good_body);
    a.http.request_id = "id-1";
    a.http.attempts = {{.number = 1, .status = 200}};
    auto const r = read(std::move(a));
    REQUIRE(r.has_value());
    CHECK(r->status_code == 200);
    CHECK(r->status == "OK");
    CHECK(r->data == apideck::CreateSessionData{"https://h/s/t", "t"});
    CHECK_FALSE(r->raw);
    CHECK(r->http.status == 200);
    CHECK(r->http.request_id == "id-1");
    CHECK(r->http.headers.find("content-type") == "application/json");
    CHECK(r->http.attempts.size() == 1);
}

TEST_CASE("JSON may be announced in several ways", "[answer]")
{
    for (char const* const type :
        {"application/json", "Application/JSON", "application/json; charset=utf-8",
            "application/json ;charset=utf-8", "application/json\t; a=b", "application/hal+json",
            "application/vnd.apideck+JSON; v=1"}) {
        CAPTURE(type);
        CHECK(read(make_answer(200, good_body, {{"content-type", type}})).has_value());
    }
}

TEST_CASE("another type of content is a validation error that names it", "[answer]")
{
    struct row {
        char const* type;
        char const* found;
    };
    constexpr row rows[] = {
        {"text/html; charset=utf-8", "text/html"},
        {"text/json", "text/json"},
        {"application/jsonp", "application/jsonp"},
        {"application/xml", "application/xml"},
        {"json", "json"},
        {"+json", "+json"},
        {"", ""},
    };
    for (auto const& [type, found] : rows) {
        CAPTURE(type);
        CHECK(validation(make_answer(200, good_body, {{"Content-Type", type}}))
            == response_validation_error{"", "content type application/json", found});
    }
    CHECK(validation(make_answer(200, good_body, {}))
        == response_validation_error{"", "content type application/json", "no content type"});
}

TEST_CASE("a body that is not what the API promises is a validation error", "[answer]")
{
    struct row {
        char const* body;
        response_validation_error error;
    };
    row const rows[] = {
        {"", {"", "valid JSON", "nothing"}},
        {"[]", {"", "object", "array"}},
        {"null", {"", "object", "null"}},
        {"{}", {"/status_code", "integer", "nothing"}},
        {R"({"status_code":200,"status":"OK","data":{"session_uri":"u"}})",
            {"/data/session_token", "string", "nothing"}},
        {R"({"status_code":200,"status":"OK","data":{"session_uri":"u","session_token":null}})",
            {"/data/session_token", "string", "null"}},
        {R"({"status_code":200,"status":"OK","data":{"session_uri":7,"session_token":"t"}})",
            {"/data/session_uri", "string", "number"}},
        {R"({"status_code":200,"status":1,"data":{"session_uri":"u","session_token":"t"}})",
            {"/status", "string", "number"}},
        {R"({"status_code":200,"status":"OK","data":[]})", {"/data", "object", "array"}},
    };
    for (auto const& [body, error] : rows) {
        CAPTURE(body);
        CHECK(validation(make_answer(200, body)) == error);
    }
}

TEST_CASE("a body that is cut or no JSON is a validation error with its position", "[answer]")
{
    for (std::string const body :
        {R"({"status_code":200,"sta)", "<html>", "{} {}", "\xEF\xBB\xBF{}"}) {
        CAPTURE(body);
        auto const e = validation(make_answer(200, body));
        CHECK(e.pointer.empty());
        CHECK(e.expected == "valid JSON");
        CHECK_THAT(e.found, ContainsSubstring(" at byte "));
    }
}

TEST_CASE("a validation error keeps the answer", "[answer]")
{
    answer a = make_answer(200, R"({"new":"shape"})");
    a.http.request_id = "id-1";
    a.http.attempts = {{.number = 1, .status = 200}};
    auto const e = wrong(std::move(a));
    CHECK(e.body() == R"({"new":"shape"})");
    REQUIRE(e.http());
    CHECK(e.http()->status == 200);
    CHECK(e.http()->request_id == "id-1");
    CHECK(e.attempts().size() == 1);
    CHECK(e.delivery() == apideck::delivery::certainly);
    CHECK_FALSE(e.api_fields());
}

TEST_CASE("a validation error tells neither the session nor the key", "[answer]")
{
    struct row {
        char const* what;
        char const* body;
    };
    constexpr row rows[] = {
        {"the token without an address", R"({"data":{"session_token":"canary"}})"},
        {"the address without a token", R"({"data":{"session_uri":"https://h/canary"}})"},
        {"a cut token", R"({"data":{"session_token":"canary)"},
        {"a token in another place", R"({"token":"eyJhbGciOiJIUzI1NiJ9.e30.canary"})"},
        {"the key", R"({"echo":"Bearer canary-key/1"})"},
        {"the cut key", R"({"echo":"Bearer canary-ke)"},
    };
    for (auto const& [what, body] : rows) {
        CAPTURE(what);
        auto const e = wrong(make_answer(200, body));
        CHECK_THAT(e.body() + e.message(), !ContainsSubstring("canary"));
        CHECK_THAT(e.body(), ContainsSubstring("<redacted>"));
    }
    auto const e = wrong(make_answer(200, "", {{"Content-Type", "text/canary-key/1"}}));
    CHECK_THAT(e.message() + e.get_if<response_validation_error>()->found,
        !ContainsSubstring("canary"));
}

TEST_CASE("a session is kept as it is where all is well", "[answer]")
{
    auto const r = read(make_answer(200,
        R"({"status_code":200,"status":"OK","data":{"session_uri":"https:\/\/h\/canary-key",)"
        R"("session_token":"eyJhbGciOiJIUzI1NiJ9.e30.sig"},"_raw":{"a":1}})"));
    REQUIRE(r.has_value());
    CHECK(r->data.session_uri == "https://h/canary-key");
    CHECK(r->data.session_token == "eyJhbGciOiJIUzI1NiJ9.e30.sig");
    CHECK(r->raw == boost::json::value{{"a", 1}});
}
