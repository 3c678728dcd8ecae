// What becomes of which answer: item 10 of the issue as a table.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <string>
#include <string_view>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;

namespace {

constexpr std::string_view good
    = R"({"status_code":200,"status":"OK","data":{"session_uri":"https://v/s","session_token":"t"}})";

/// A client that sends each request once.
loopback::adjust const once = [](client_options& o) { o.retries = retry_policy::none(); };

/// What holds for each answer that is an error.
void check_common(loopback const& f, started_call const& c, int status)
{
    apideck::error const& e = c.error();
    CHECK(e.delivery() == delivery::certainly);
    REQUIRE(e.http());
    CHECK(e.http()->status == status);
    CHECK(e.http()->request_id == "mock-1");
    CHECK(e.http()->headers.find("X-Answer") == "yes");
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].status == status);
    CHECK(e.attempts()[0].request_id == "mock-1");
    CHECK_FALSE(e.attempts()[0].error);
    CHECK(e.message().find(std::to_string(status)) != std::string::npos);
    CHECK(f.mock->requests().size() == 1);
}

mock_answer marked(int status, std::string body)
{
    auto answer = mock_answer::json(status, std::move(body));
    answer.headers.add("X-Answer", "yes");
    return answer;
}

template <class T>
bool is(apideck::error const& e)
{
    return e.is<T>();
}

} // namespace

TEST_CASE("a 200 with what was promised, and with more, is a value")
{
    auto const body = GENERATE(as<std::string>(), std::string(good),
        R"({"status_code":200,"status":"OK","data":{"session_uri":"https://v/s","session_token":"t",)"
        R"("expires":1},"links":[null],"_raw":{"a":1}})");
    loopback f;
    f.mock->answer(marked(200, body));
    auto const c = f.make();
    auto const& v = c->value();
    CHECK(v.data.session_uri == "https://v/s");
    CHECK(v.data.session_token == "t");
    CHECK(v.status_code == 200);
    CHECK(v.status == "OK");
    CHECK(v.http.status == 200);
    CHECK(v.http.request_id == "mock-1");
    CHECK(v.http.headers.find("x-answer") == "yes");
    REQUIRE(v.http.attempts.size() == 1);
    CHECK(v.http.attempts[0].status == 200);
    CHECK(v.http.attempts[0].delivery == delivery::certainly);
}

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
    loopback f(once);
    f.mock->answer(marked(status,
        R"({"status_code":)" + std::to_string(status)
            + R"(,"error":"E","type_name":"T","message":"M","detail":{"d":[1]},"ref":"R","x":0})"));
    auto const c = f.make();
    check_common(f, *c, status);
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
    loopback f(once);
    f.mock->answer(marked(status, R"({"type_name":"T","message":"M","detail":"text"})"));
    auto const c = f.make();
    check_common(f, *c, status);
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
    loopback f(once);
    auto answer = marked(status, body);
    answer.content_type = "text/html";
    f.mock->answer(answer);
    auto const c = f.make();
    check_common(f, *c, status);
    REQUIRE(c->error().api_fields());
    CHECK_FALSE(c->error().api_fields()->type_name);
    CHECK(c->error().body() == body);
}

TEST_CASE("an error field of a wrong type is left out, and the others stay")
{
    loopback f(once);
    f.mock->answer(marked(400, R"({"status_code":"400","message":7,"type_name":"T","detail":null})"));
    auto const c = f.make();
    auto const& e = c->alternative<BadRequestResponse>();
    CHECK_FALSE(e.status_code);
    CHECK_FALSE(e.message);
    CHECK(e.type_name == "T");
}

TEST_CASE("a 204 is an api_error without a body")
{
    loopback f(once);
    auto answer = marked(204, "");
    answer.content_type = "";
    f.mock->answer(answer);
    auto const c = f.make();
    check_common(f, *c, 204);
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
    check_common(f, *c, status);
    CHECK(c->alternative<api_error>().status == status);
    CHECK(c->error().http()->headers.find("location") == f.mock->url() + "/vault/sessions");
}

TEST_CASE("a 200 whose body is not what was promised is a response_validation_error with its place")
{
    struct row {
        std::string body;
        std::string pointer;
    };
    auto const one = GENERATE(row{"", ""}, row{"not json", ""},
        row{R"({"status_code":200,"status":"OK","data":{"session_uri":"u")", ""}, row{"[]", ""},
        row{"null", ""}, row{R"({"status_code":200,"status":"OK"})", "/data"},
        row{R"({"status_code":200,"status":"OK","data":[]})", "/data"},
        row{R"({"status_code":200,"status":"OK","data":{"session_uri":"u"}})", "/data/session_token"},
        row{R"({"status_code":200,"status":"OK","data":{"session_uri":"u","session_token":null}})",
            "/data/session_token"},
        row{R"({"status_code":200,"status":"OK","data":{"session_uri":1,"session_token":"t"}})",
            "/data/session_uri"},
        row{R"({"status_code":"200","status":"OK","data":{"session_uri":"u","session_token":"t"}})",
            "/status_code"});
    CAPTURE(one.body);
    loopback f;
    f.mock->answer(marked(200, one.body));
    auto const c = f.make();
    check_common(f, *c, 200);
    auto const& e = c->alternative<response_validation_error>();
    CHECK(e.pointer == one.pointer);
    CHECK_FALSE(e.expected.empty());
    CHECK_FALSE(e.found.empty());
    CHECK_FALSE(c->error().api_fields());
}

TEST_CASE("a 200 that does not say it is JSON is a response_validation_error")
{
    auto const type = GENERATE(as<std::string>(), "", "text/html", "text/plain; charset=utf-8", "application/xml");
    CAPTURE(type);
    loopback f;
    auto answer = marked(200, std::string(good));
    answer.content_type = type;
    f.mock->answer(answer);
    auto const c = f.make();
    check_common(f, *c, 200);
    auto const& e = c->alternative<response_validation_error>();
    CHECK(e.pointer.empty());
    CHECK(e.expected.find("application/json") != std::string::npos);
    CHECK((type.empty() || e.found.find(type.substr(0, type.find(';'))) == 0));
}

TEST_CASE("JSON's content type is known in any case and with parameters")
{
    auto const type = GENERATE(as<std::string>(), "application/json; charset=utf-8",
        "Application/JSON", "application/json ;charset=UTF-8", "application/vnd.api+json");
    loopback f;
    auto answer = marked(200, std::string(good));
    answer.content_type = type;
    f.mock->answer(answer);
    CHECK(f.make()->value().data.session_token == "t");
}

TEST_CASE("an answer may come in pieces of any size, and late")
{
    auto const size = GENERATE(std::size_t(1), std::size_t(7), std::size_t(100));
    loopback f;
    auto answer = marked(200, std::string(good));
    answer.piece_size = size;
    answer.hold = true;
    f.mock->answer(answer);
    auto const c = f.start();
    f.run_until([&] { return f.mock->requests().size() == 1; });
    f.settle();
    CHECK_FALSE(c->done());
    f.mock->release();
    f.finish(c);
    CHECK(c->value().data.session_token == "t");
}

TEST_CASE("an answer may be chunked, with extensions and trailers")
{
    loopback f;
    auto answer = marked(200, "");
    answer.headers.add("Transfer-Encoding", "chunked");
    answer.body = "10;ext=1\r\n" + std::string(good.substr(0, 16)) + "\r\n";
    char size[16];
    std::snprintf(size, sizeof size, "%zx", good.size() - 16);
    answer.body += size + std::string("\r\n") + std::string(good.substr(16)) + "\r\n0\r\nX-Trailer: no\r\n\r\n";
    f.mock->answer(answer);
    auto const c = f.make();
    CHECK(c->value().data.session_token == "t");
    CHECK_FALSE(c->value().http.headers.find("X-Trailer"));
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("interim answers are passed over")
{
    loopback f;
    f.mock->answer(mock_answer::bytes("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n"
                                      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                                      "HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n"));
    auto const c = f.make();
    CHECK(c->alternative<api_error>().status == 418);
    CHECK_FALSE(c->error().http()->headers.find("X-Interim"));
    CHECK_FALSE(c->error().http()->headers.find("Link"));
}
