// Answers of success: what is taken for what was promised, and in which forms it may come.

#include "../support/catch.hpp"
#include "../support/created_body.hpp"
#include "../support/marked.hpp"

#include <cstdio>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;

TEST_CASE("a 200 with what was promised, and with more, is a value")
{
    auto const body = GENERATE(as<std::string>(), created_body,
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
    check_error(f, *c, 200);
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
    auto answer = marked(200, created_body);
    answer.content_type = type;
    f.mock->answer(answer);
    auto const c = f.make();
    check_error(f, *c, 200);
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
    auto answer = marked(200, created_body);
    answer.content_type = type;
    f.mock->answer(answer);
    CHECK(f.make()->value().data.session_token == "t");
}

TEST_CASE("an answer may come in pieces of any size, and late")
{
    auto const size = GENERATE(std::size_t(1), std::size_t(7), std::size_t(100));
    loopback f;
    auto answer = marked(200, created_body);
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
    answer.body = "10;ext=1\r\n" + created_body.substr(0, 16) + "\r\n";
    char size[16];
    std::snprintf(size, sizeof size, "%zx", created_body.size() - 16);
    answer.body += size + std::string("\r\n") + created_body.substr(16) + "\r\n0\r\nX-Trailer: no\r\n\r\n";
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
