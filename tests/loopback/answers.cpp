// Which error becomes of which answer.

#include "../support/catch.hpp"
#include "../support/marked.hpp"

#include <boost/json/serialize.hpp>

#include <string>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;

namespace {

template <class T>
bool is(apideck::error const& e)
{
    return e.is<T>();
}

} // namespace

TEST_CASE("five statuses have an alternative each, with the fields of the body")
{
    struct row {
        int status;
        bool (*is)(apideck::error const&);
    };
    auto const [status, is_it] = GENERATE(row{400, is<BadRequestResponse>},
        row{401, is<UnauthorizedResponse>}, row{402, is<PaymentRequiredResponse>},
        row{404, is<NotFoundResponse>}, row{422, is<UnprocessableResponse>});
    CAPTURE(status);
    loopback f(without_retries);
    f.mock->answer(marked(status,
        R"({"status_code":)" + std::to_string(status)
            + R"(,"error":"E","type_name":"T","message":"M","detail":{"d":[1]},"ref":"R","x":0})"));
    auto const c = f.make();
    check_error(f, *c, status);
    CHECK(is_it(c->error()));
    auto const* const fields = c->error().api_fields();
    REQUIRE(fields);
    CHECK(fields->status_code == status);
    CHECK(fields->error == "E");
    CHECK(fields->type_name == "T");
    CHECK(fields->message == "M");
    CHECK(fields->ref == "R");
    REQUIRE(fields->detail);
    CHECK(boost::json::serialize(*fields->detail) == R"({"d":[1]})");
}

TEST_CASE("any other status is an api_error, with the fields of a JSON body")
{
    auto const status = GENERATE(
        201, 202, 301, 302, 307, 308, 403, 405, 409, 410, 418, 429, 451, 500, 501, 503, 599);
    CAPTURE(status);
    loopback f(without_retries);
    f.mock->answer(marked(status, R"({"type_name":"T","message":"M","detail":"text"})"));
    auto const c = f.make();
    check_error(f, *c, status);
    auto const& e = c->alternative<api_error>();
    CHECK(e.status == status);
    CHECK(e.type_name == "T");
    CHECK(e.message == "M");
    CHECK(e.detail == boost::json::value("text"));
    CHECK_FALSE(e.status_code);
}

TEST_CASE("an error status with a body that is no JSON object keeps its text and its alternative")
{
    auto const status = GENERATE(400, 401, 402, 403, 404, 418, 422, 429, 500, 503);
    auto const body = GENERATE(as<std::string>(), "", "<html>sorry</html>", "{\"type_name\":", "[]", "7");
    CAPTURE(status, body);
    loopback f(without_retries);
    auto answer = marked(status, body);
    answer.content_type = "text/html";
    f.mock->answer(answer);
    auto const c = f.make();
    check_error(f, *c, status);
    REQUIRE(c->error().api_fields());
    CHECK_FALSE(c->error().api_fields()->type_name);
    CHECK(c->error().body() == body);
}

TEST_CASE("an error field of a wrong type is left out, and the others stay")
{
    loopback f(without_retries);
    f.mock->answer(marked(400, R"({"status_code":"400","message":7,"type_name":"T","detail":null})"));
    auto const c = f.make();
    auto const& e = c->alternative<BadRequestResponse>();
    CHECK_FALSE(e.status_code);
    CHECK_FALSE(e.message);
    CHECK(e.type_name == "T");
}

TEST_CASE("a 204 is an api_error without a body")
{
    loopback f(without_retries);
    auto answer = marked(204, "");
    answer.content_type = "";
    f.mock->answer(answer);
    auto const c = f.make();
    check_error(f, *c, 204);
    CHECK(c->alternative<api_error>().status == 204);
    CHECK(c->error().body().empty());
}

TEST_CASE("a redirect is not followed, wherever it leads")
{
    auto const status = GENERATE(301, 302, 303, 307, 308);
    loopback f;
    auto answer = marked(status, "");
    answer.headers.add("Location", f.mock->url() + "/vault/sessions");
    f.mock->answer(answer);
    auto const c = f.make();
    check_error(f, *c, status);
    CHECK(c->alternative<api_error>().status == status);
    CHECK(c->error().http()->headers.find("location") == f.mock->url() + "/vault/sessions");
}
