// The page that the mock serves at a session's address.

#include "../support/catch.hpp"
#include "../support/http_client.hpp"
#include "../support/loopback_fixture.hpp"

#include <apideck/testing/detail/mock_token.hpp>

#include <chrono>
#include <string>

using namespace apideck;
using namespace apideck::tests;

namespace {

testing::mock_vault_options own_pages()
{
    testing::mock_vault_options out;
    out.tls = false;
    out.session_uri_base.clear();
    return out;
}

/// A mock that browsers can look at, and a client that makes sessions there.
struct hosted : loopback {
    hosted() : loopback([](client_options& o) { o.allow_plain_http = true; }, own_pages()) {}

    http_response page(std::string const& token)
    {
        return get(*context, mock->port(), "/session/" + token);
    }
    std::string body(Session const& session)
    {
        auto const created = make(&session);
        auto const answer = page(created->value().data.session_token);
        CHECK(answer.result() == beast_http::status::ok);
        return answer.body();
    }
};

boost::json::object claims(std::chrono::seconds valid)
{
    auto const now = std::chrono::time_point_cast<std::chrono::seconds>(
        std::chrono::system_clock::now());
    return {{"application_id", "a"}, {"consumer_id", "c"},
        {"exp", (now + valid).time_since_epoch().count()}};
}

} // namespace

TEST_CASE("without a base a session's address is a page of the mock's own")
{
    hosted f;
    auto const c = f.make();
    auto const& data = c->value().data;
    CHECK(data.session_uri == f.mock->url() + "/session/" + data.session_token);
    auto const page = f.page(data.session_token);
    CHECK(page.result() == beast_http::status::ok);
    CHECK(page[beast_http::field::content_type] == "text/html; charset=utf-8");
    CHECK(page[beast_http::field::cache_control] == "no-store");
    CHECK(page["Referrer-Policy"] == "no-referrer");
    CHECK_THAT(page.body(), ContainsSubstring("<code id=\"consumer\">test-consumer</code>"));
    CHECK_THAT(page.body(), !ContainsSubstring("id=\"return\""));
}

TEST_CASE("the page shows theme, consumer, what to connect, and the way back")
{
    hosted f;
    Session session{
        .consumer_metadata = ConsumerMetadata{.account_name = "SpaceX",
            .user_name = "Elon",
            .email = "elon@musk.example",
            .image = "https://x.example/elon.png"},
        .redirect_uri = "https://mysaas.example/back?state=1&x=2",
        .settings = SessionSettings{
            .unified_apis = {{UnifiedApiId::crm, UnifiedApiId::file_storage}},
            .sandbox_mode = true,
        },
        .theme = Theme{.favicon = "https://x.example/icon",
            .logo = "https://x.example/logo",
            .primary_color = "#123456",
            .sidepanel_background_color = "#abc",
            .sidepanel_text_color = "#FEDCBA",
            .vault_name = "Intercom",
            .privacy_url = "https://x.example/privacy",
            .terms_url = "https://x.example/terms"},
    };
    auto const body = f.body(session);
    for (char const* text : {"<title>Intercom</title>", "--primary: #123456;", "--side: #abc;",
             "--side-text: #FEDCBA;", "<link rel=\"icon\" href=\"https://x.example/icon\">",
             "<img id=\"logo\" src=\"https://x.example/logo\"",
             "<img id=\"avatar\" src=\"https://x.example/elon.png\"", ">Intercom</p>",
             ">SpaceX</p>", ">Elon</p>", ">elon@musk.example</p>",
             "href=\"https://x.example/privacy\">Privacy", "href=\"https://x.example/terms\">Terms",
             ">crm</li>", ">file-storage</li>", "Test environment",
             "<a id=\"return\" href=\"https://mysaas.example/back?state=1&amp;x=2\">"})
        CHECK_THAT(body, ContainsSubstring(text));
}

TEST_CASE("nothing of a session becomes markup, script or style")
{
    hosted f;
    std::string const bad = "\"'><script>alert(1)</script>&";
    Session session{
        .consumer_metadata = ConsumerMetadata{.account_name = bad,
            .user_name = bad,
            .email = bad,
            .image = "https://" + bad},
        .redirect_uri = "javascript:alert(1)",
        .settings = SessionSettings{.unified_apis = {{UnifiedApiId(bad)}}},
        .theme = Theme{.favicon = "data:text/html,x",
            .logo = "https://" + bad,
            .primary_color = "red;}body{display:none",
            .sidepanel_background_color = "#12345",
            .sidepanel_text_color = "#12345g",
            .vault_name = bad,
            .privacy_url = "JavaScript:alert(1)",
            .terms_url = "http://" + bad},
    };
    auto const body = f.body(session);
    for (char const* text : {"<script", "avascript:", "data:", "display:none", "#12345"})
        CHECK_THAT(body, !ContainsSubstring(text));
    CHECK_THAT(body,
        ContainsSubstring(
            "<p id=\"vault-name\">&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</p>"));
    CHECK_THAT(body, ContainsSubstring("--primary: #286efa;"));
}

TEST_CASE("another mock serves the page as well, a changed or expired token gets none")
{
    hosted f;
    auto const good = testing::detail::make_token(claims(std::chrono::hours(1)));
    CHECK(f.page(good).result() == beast_http::status::ok);

    auto const other = testing::detail::make_token(claims(std::chrono::hours(2)));
    auto const changed = other.substr(0, other.rfind('.')) + good.substr(good.rfind('.'));
    auto const expired = testing::detail::make_token(claims(std::chrono::seconds(-1)));
    for (auto const& token : {changed, expired, good + 'x', std::string("a.b.c"), std::string()}) {
        auto const page = f.page(token);
        CHECK(page.result() == beast_http::status::unauthorized);
        CHECK(page[beast_http::field::content_type] == "text/html; charset=utf-8");
        CHECK_THAT(page.body(), ContainsSubstring("This link does not work"));
    }
}

TEST_CASE("a queued answer takes the place of the page, too")
{
    hosted f;
    auto answer = testing::mock_answer::json(503, "{}");
    f.mock->answer(answer);
    auto const page = f.page("any");
    CHECK(page.result() == beast_http::status::service_unavailable);
    CHECK(page[beast_http::field::content_type] == "application/json");
}
