#include <examples/portal/server.hpp>
#include <examples/portal/site.hpp>

#include "../support/catch.hpp"
#include "../support/http_client.hpp"
#include "../support/loopback_fixture.hpp"

#include <apideck/json/decode.hpp>

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <memory>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

namespace {

/// The site, served, with a mock Vault behind it.
struct site_fixture : loopback {
    site_fixture() : loopback(without_retries)
    {
        server = std::make_shared<portal::server>(
            context->get_executor(), portal::server_options());
        address = "http://127.0.0.1:" + std::to_string(server->port());
        auto const site = std::make_shared<portal::site>(
            *client, portal::customers(address), address);
        server->start([site](portal::request asked) { return site->answer(std::move(asked)); });
    }
    ~site_fixture()
    {
        bool stopped = false;
        asio::co_spawn(*context, server->stop(10s), [&](std::exception_ptr) { stopped = true; });
        run_until([&] { return stopped; });
    }

    http_response ask(
        std::string const& method, std::string const& target, std::string const& fields = {})
    {
        auto const text = send_and_run(
            *context, server->port(), http_request(method, server->port(), target, fields));
        REQUIRE(text);
        return http_answer(*text, method == "HEAD");
    }
    http_response click(std::string const& target)
    {
        return ask("POST", target, "Origin: " + address + "\r\nContent-Length: 0\r\n");
    }

    std::shared_ptr<portal::server> server;
    std::string address;
};

} // namespace

TEST_CASE("the list has a button for each integration of the customer")
{
    site_fixture f;
    CHECK(f.ask("GET", "/")[beast_http::field::location] == "/customers/acme");
    auto const page = f.ask("GET", "/customers/globex");
    CHECK(page.result() == beast_http::status::ok);
    CHECK_THAT(page.body(), ContainsSubstring("<h1>Globex &amp; Sons</h1>"));
    CHECK_THAT(page.body(), ContainsSubstring("action=\"/customers/globex/connect/hris\""));
    CHECK_THAT(page.body(), !ContainsSubstring("/connect/crm"));
    CHECK_THAT(page.body(), !ContainsSubstring("You are back"));
    CHECK(f.mock->requests().empty());
}

TEST_CASE("a click makes a session with the customer's data and leads to it")
{
    site_fixture f;
    auto const answer = f.click("/customers/acme/connect/file-storage");
    CHECK(answer.result() == beast_http::status::see_other);
    CHECK(answer[beast_http::field::cache_control] == "no-store");
    CHECK(std::string(answer[beast_http::field::location])
              .starts_with("https://vault.apideck.com/session/"));

    REQUIRE(f.mock->requests().size() == 1);
    auto const sent = f.mock->requests().front();
    CHECK(sent.headers.find("x-apideck-consumer-id") == "acme");
    auto const session = json::decode_text<Session>(sent.body, json::reading::document);
    REQUIRE(session);
    auto const all = portal::customers(f.address);
    CHECK(session->consumer_metadata == all.front().metadata);
    CHECK(session->theme == all.front().theme);
    CHECK(session->redirect_uri == f.address + "/customers/acme?returned=file-storage");
    CHECK(session->settings->unified_apis == std::vector<UnifiedApiId>{UnifiedApiId::file_storage});
}

TEST_CASE("who comes back from Vault is greeted, and nobody's text is repeated")
{
    site_fixture f;
    CHECK_THAT(f.ask("GET", "/customers/acme?returned=crm").body(),
        ContainsSubstring("You are back from Vault: CRM."));
    for (char const* query : {"?returned=%3Cb%3E", "?returned=hris", "?returned=", "?x"})
        CHECK_THAT(f.ask("GET", std::string("/customers/acme") + query).body(),
            !ContainsSubstring("You are back"));
}

TEST_CASE("a click on a page of another site makes no session")
{
    site_fixture f;
    for (std::string const origin : {"", "Origin: https://evil.example\r\n", "Origin: null\r\n"})
        CHECK(f.ask("POST", "/customers/acme/connect/crm", origin).result()
            == beast_http::status::forbidden);
    CHECK(f.ask("GET", "/customers/acme/connect/crm").result() == beast_http::status::not_found);
    CHECK(f.mock->requests().empty());
}

TEST_CASE("a request by another host name is refused")
{
    site_fixture f;
    auto const text = send_and_run(*f.context, f.server->port(),
        "GET /customers/acme HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    REQUIRE(text);
    CHECK(http_answer(*text).result() == beast_http::status::misdirected_request);
}

TEST_CASE("what there is not is a page that says so")
{
    site_fixture f;
    for (char const* target :
        {"/x", "/customers/", "/customers/nobody", "/logos/nobody.svg", "/logos/"})
        CHECK(f.ask("GET", target).result() == beast_http::status::not_found);
    for (char const* target :
        {"/", "/customers/acme", "/customers/acme/connect/", "/customers/acme/connect/hris",
            "/customers/nobody/connect/crm", "/customers/acme/crm"})
        CHECK(f.click(target).result() == beast_http::status::not_found);
    auto const answer = f.ask("DELETE", "/customers/acme");
    CHECK(answer.result() == beast_http::status::method_not_allowed);
    CHECK(answer[beast_http::field::allow] == "GET, HEAD, POST");
    CHECK(f.mock->requests().empty());
}

TEST_CASE("every answer forbids script, framing and guessing of types")
{
    site_fixture f;
    for (char const* target : {"/", "/customers/acme", "/logos/acme.svg", "/style.css", "/x"}) {
        auto const answer = f.ask("GET", target);
        CHECK_THAT(std::string(answer["Content-Security-Policy"]),
            ContainsSubstring("default-src 'none'") && ContainsSubstring("frame-ancestors 'none'"));
        CHECK(answer["X-Content-Type-Options"] == "nosniff");
        CHECK(answer["Referrer-Policy"] == "same-origin");
    }
}

TEST_CASE("a failure is a page with the request id, and nothing of the answer's JSON")
{
    struct failure {
        mock_answer answer;
        beast_http::status status;
    };
    auto const f = GENERATE(as<failure>(),
        failure{mock_answer::json(401, R"({"message":"the key is wrong"})"),
            beast_http::status::bad_gateway},
        failure{mock_answer::json(422, R"({"message":"no"})"), beast_http::status::bad_gateway},
        failure{mock_answer::json(200, R"({"data":{}})"), beast_http::status::bad_gateway},
        failure{mock_answer::json(403, "<b>no</b>"), beast_http::status::bad_gateway},
        failure{mock_answer::json(429, "{}"), beast_http::status::service_unavailable},
        failure{mock_answer::json(500, "{}"), beast_http::status::service_unavailable});
    site_fixture site;
    site.mock->answer(f.answer);
    auto const page = site.click("/customers/acme/connect/crm");
    CHECK(page.result() == f.status);
    CHECK(page[beast_http::field::content_type] == "text/html; charset=utf-8");
    CHECK_THAT(page.body(), ContainsSubstring("<code id=\"request-id\">mock-1</code>"));
    CHECK_THAT(page.body(), ContainsSubstring("href=\"/customers/acme\">Back"));
    for (char const* text : {"{", "message", "the key", "<b>"})
        CHECK_THAT(page.body(), !ContainsSubstring(text));
}

TEST_CASE("no answer at all is a page without a request id")
{
    site_fixture f;
    f.mock->answer(mock_answer::reset());
    auto const page = f.click("/customers/acme/connect/crm");
    CHECK(page.result() == beast_http::status::service_unavailable);
    CHECK_THAT(page.body(), ContainsSubstring("try again") && !ContainsSubstring("Request id"));
}

TEST_CASE("how long Vault asks to wait is passed on")
{
    site_fixture f;
    f.mock->answer(retry_in(503, "1500"));
    CHECK(f.click("/customers/acme/connect/crm")[beast_http::field::retry_after] == "2");
}

TEST_CASE("an address of a session can't begin another header field")
{
    site_fixture f;
    f.mock->answer(mock_answer::json(200,
        R"({"status_code":200,"status":"OK","data":{"session_uri":"https://v/s\r\nX-Bad: 1",)"
        R"("session_token":"t"}})"));
    auto const answer = f.click("/customers/acme/connect/crm");
    CHECK(answer[beast_http::field::location] == "https://v/sX-Bad:1");
    CHECK(answer["X-Bad"].empty());
}
