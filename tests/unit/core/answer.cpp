#include <apideck/core/answer.hpp>

#include <tests/support/answers.hpp>
#include <tests/support/catch.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace core = apideck::core;
using apideck::UnexpectedErrorResponse;
using core::answer;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

constexpr char const* error_body
    = R"({"status_code":400,"error":"Bad Request","type_name":"RequestValidationError",)"
      R"("message":"Invalid Params","detail":"Missing Header","ref":"https://h/errors",)"
      R"("new_member":{"a":[1]}})";

UnexpectedErrorResponse error_fields()
{
    return {.status_code = 400,
        .error = "Bad Request",
        .type_name = "RequestValidationError",
        .message = "Invalid Params",
        .detail = "Missing Header",
        .ref = "https://h/errors"};
}

constexpr int typed_statuses[] = {400, 401, 402, 404, 422};
constexpr int other_statuses[]
    = {201, 202, 204, 206, 301, 304, 307, 308, 403, 408, 409, 418, 429, 500, 502, 503, 504, 599};

/// Whether an error is the alternative that belongs to its status, and no other.
bool is_of_status(apideck::error const& e, int status)
{
    return e.is<apideck::BadRequestResponse>() == (status == 400)
        && e.is<apideck::UnauthorizedResponse>() == (status == 401)
        && e.is<apideck::PaymentRequiredResponse>() == (status == 402)
        && e.is<apideck::NotFoundResponse>() == (status == 404)
        && e.is<apideck::UnprocessableResponse>() == (status == 422);
}

} // namespace

TEST_CASE("each of the five documented errors has a type and its fields", "[answer]")
{
    for (int const status : typed_statuses) {
        CAPTURE(status);
        auto const e = make_api_error(status, error_body);
        CHECK(is_of_status(e, status));
        CHECK_FALSE(e.is<apideck::api_error>());
        REQUIRE(e.api_fields());
        CHECK(*e.api_fields() == error_fields());
        CHECK(e.body() == error_body);
    }
}

TEST_CASE("any other status is an API error with its fields", "[answer]")
{
    for (int const status : other_statuses) {
        CAPTURE(status);
        auto const e = make_api_error(status, error_body);
        CHECK(is_of_status(e, 0));
        REQUIRE(e.get_if<apideck::api_error>());
        CHECK(*e.get_if<apideck::api_error>() == apideck::api_error{error_fields(), status});
        CHECK(e.body() == error_body);
    }
}

TEST_CASE("an error whose body is no JSON object keeps its status and its text", "[answer]")
{
    for (std::string const body : {"", "<html><body>Bad Gateway</body></html>", "{\"error\":", "[]",
             "\"text\"", "null"}) {
        for (int const status : {400, 401, 402, 404, 422, 202, 307, 403, 429, 500, 503}) {
            CAPTURE(body, status);
            auto const e = make_api_error(status, body, {{"Content-Type", "text/html"}});
            CHECK(is_of_status(e, status));
            REQUIRE(e.api_fields());
            CHECK(*e.api_fields() == UnexpectedErrorResponse{});
            REQUIRE(e.http());
            CHECK(e.http()->status == status);
            CHECK(e.body() == body);
        }
    }
}

TEST_CASE("the type of an error's content does not keep its fields from being read", "[answer]")
{
    auto const e = make_api_error(503, error_body, {{"Content-Type", "text/plain"}});
    CHECK(*e.api_fields() == error_fields());
}

TEST_CASE("a field of another type than documented is left unset", "[answer]")
{
    auto const e = make_api_error(429,
        R"({"status_code":"429","error":null,"type_name":["x"],"message":"kept","ref":7})");
    UnexpectedErrorResponse expected;
    expected.message = "kept";
    CHECK(*e.api_fields() == expected);
}

TEST_CASE("the detail of an error may be any JSON", "[answer]")
{
    struct row {
        char const* text;
        boost::json::value detail;
    };
    row const rows[] = {
        {R"("Missing Header")", "Missing Header"},
        {R"({"missing":[{"x-apideck-consumer-id":"required"}]})",
            {{"missing", {boost::json::object{{"x-apideck-consumer-id", "required"}}}}}},
        {R"(["a",1])", {"a", 1}},
        {"1.5", 1.5},
        {"true", true},
        {"null", nullptr},
    };
    for (auto const& [text, detail] : rows) {
        CAPTURE(text);
        auto const e = make_api_error(422, R"({"message":"m","detail":)" + std::string(text) + '}');
        REQUIRE(e.api_fields()->detail);
        CHECK(*e.api_fields()->detail == detail);
        CHECK(e.api_fields()->message == "m");
    }
}

TEST_CASE("a bad request tells the errors of the connector behind the API", "[answer]")
{
    auto const e = make_api_error(400,
        R"({"type_name":"ConnectorExecutionError","downstream_errors":[)"
        R"({"message":"m","detail":"d","code":"c"},{"code":7}]})");
    auto const* bad = e.get_if<apideck::BadRequestResponse>();
    REQUIRE(bad);
    REQUIRE(bad->downstream_errors);
    REQUIRE(bad->downstream_errors->size() == 2);
    CHECK(bad->downstream_errors->at(0) == apideck::DownstreamError{"m", "d", "c"});
    CHECK(bad->downstream_errors->at(1) == apideck::DownstreamError{});
}

TEST_CASE("an error tells the HTTP side of its answer", "[answer]")
{
    answer a = make_answer(503, "busy", {{"Retry-After", "7"}, {"X-Other", "1"}});
    a.http.request_id = "id-1";
    a.http.attempts = {{.number = 1, .status = 503}, {.number = 2, .status = 503}};
    a.body_truncated = true;
    auto const e = core::to_api_error(std::move(a));
    REQUIRE(e.http());
    CHECK(e.http()->headers.find("x-other") == "1");
    CHECK(e.http()->request_id == "id-1");
    CHECK(e.attempts().size() == 2);
    CHECK(e.delivery() == apideck::delivery::certainly);
    CHECK(e.body_truncated());
    CHECK(e.retry_after() == 7s);
    CHECK_FALSE(make_api_error(503, "").retry_after());
    CHECK_FALSE(make_api_error(503, "").body_truncated());
}

TEST_CASE("a request's id is in either of two headers", "[answer]")
{
    CHECK(core::request_id({{"Request-Id", "a"}}) == "a");
    CHECK(core::request_id({{"X-Request-Id", "b"}}) == "b");
    CHECK(core::request_id({{"x-request-id", "b"}, {"request-id", "a"}}) == "a");
    CHECK(core::request_id({{"Other", "c"}}).empty());
}
