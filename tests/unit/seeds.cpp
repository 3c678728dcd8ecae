#include <apideck/vault/create_session.hpp>

#include <apideck/json/decode.hpp>
#include <apideck/version.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

// The example of each of Apideck's five other SDKs, written with this one. The members and their
// values are those of the SDKs' documentation of `sessions.create`, and so is the order.

using apideck::Session;

namespace {

constexpr std::string_view app_id = "dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX";

/// PHP, Java and Python.
Session session_of_30_minutes()
{
    return {
        .consumer_metadata = apideck::ConsumerMetadata{
            .account_name = "SpaceX",
            .user_name = "Elon Musk",
            .email = "elon@musk.com",
            .image = "https://www.spacex.com/static/images/share.jpg",
        },
        .redirect_uri = "https://mysaas.com/dashboard",
        .settings = apideck::SessionSettings{
            .unified_apis = {{apideck::UnifiedApiId::crm}},
            .session_length = "30m",
        },
        .theme = apideck::Theme{
            .favicon = "https://res.cloudinary.com/apideck/icons/intercom",
            .logo = "https://res.cloudinary.com/apideck/icons/intercom",
            .primary_color = "#286efa",
            .sidepanel_background_color = "#286efa",
            .sidepanel_text_color = "#FFFFFF",
            .vault_name = "Intercom",
            .privacy_url = "https://compliance.apideck.com/privacy-policy",
            .terms_url
            = "https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e",
        },
        .custom_consumer_settings = boost::json::object{
            {"feature_flag_1", true},
            {"tax_rates", {{{"id", "6"}, {"label", "6%"}}, {{"id", "21"}, {"label", "21%"}}}},
        },
    };
}

/// C# and TypeScript.
Session session_of_default_length()
{
    Session session = session_of_30_minutes();
    session.settings->session_length.reset();
    return session;
}

std::string expected_body(std::string_view session_length)
{
    return R"({"consumer_metadata":{"account_name":"SpaceX","user_name":"Elon Musk",)"
           R"("email":"elon@musk.com","image":"https://www.spacex.com/static/images/share.jpg"},)"
           R"("redirect_uri":"https://mysaas.com/dashboard",)"
           R"("settings":{"unified_apis":["crm"])"
        + std::string(session_length)
        + R"(},"theme":{"favicon":"https://res.cloudinary.com/apideck/icons/intercom",)"
          R"("logo":"https://res.cloudinary.com/apideck/icons/intercom",)"
          R"("primary_color":"#286efa","sidepanel_background_color":"#286efa",)"
          R"("sidepanel_text_color":"#FFFFFF","vault_name":"Intercom",)"
          R"("privacy_url":"https://compliance.apideck.com/privacy-policy",)"
          R"("terms_url":"https://www.termsfeed.com/terms-conditions/)"
          R"(957c85c1b089ae9e3219c83eff65377e"},)"
          R"("custom_consumer_settings":{"feature_flag_1":true,)"
          R"("tax_rates":[{"id":"6","label":"6%"},{"id":"21","label":"21%"}]}})";
}

std::string const body_of_30_minutes = expected_body(R"(,"session_length":"30m")");
std::string const body_of_default_length = expected_body("");

/// The client that all five make.
apideck::client_options seed_options()
{
    return {.api_key = "<YOUR_BEARER_TOKEN_HERE>",
        .app_id = std::string(app_id),
        .consumer_id = "test-consumer"};
}

apideck::call_options const no_options;
apideck::call_options const ids_of_the_call{
    .consumer_id = "test-consumer", .app_id = std::string(app_id)};

apideck::core::prepared_call prepare(apideck::client_options options, Session const* session,
    apideck::call_options const& call = no_options)
{
    apideck::core::pipeline const pipeline(std::move(options), nullptr);
    return std::move(*apideck::detail::prepare_create_session(pipeline, session, call));
}

} // namespace

TEST_CASE("the example of each of the other SDKs makes the request that it makes there", "[seeds]")
{
    struct row {
        char const* sdk;
        Session session;
        apideck::call_options const& call;
        std::string const& body;
    };
    row const rows[] = {
        {"C#", session_of_default_length(), ids_of_the_call, body_of_default_length},
        {"PHP", session_of_30_minutes(), ids_of_the_call, body_of_30_minutes},
        {"Java", session_of_30_minutes(), no_options, body_of_30_minutes},
        {"TypeScript", session_of_default_length(), ids_of_the_call, body_of_default_length},
        {"Python", session_of_30_minutes(), no_options, body_of_30_minutes},
    };
    for (auto const& [sdk, session, call, body] : rows) {
        CAPTURE(sdk);
        auto const prepared = prepare(seed_options(), &session, call);
        REQUIRE_FALSE(prepared.refused);
        CHECK(prepared.request.method == apideck::http::method::post);
        CHECK((prepared.request.origin == apideck::http::origin{true, "unify.apideck.com", 443}));
        CHECK(prepared.request.target == "/vault/sessions");
        auto const agent = prepared.request.headers.find("User-Agent");
        REQUIRE(agent);
        CHECK_THAT(std::string(*agent),
            Catch::Matchers::StartsWith("apideck-cpp/" APIDECK_VERSION " (Boost 1"));
        CHECK(prepared.request.headers.wire()
            == "Host: unify.apideck.com\r\n"
               "x-apideck-app-id: dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX\r\n"
               "x-apideck-consumer-id: test-consumer\r\n"
               "Accept: application/json\r\n"
               "User-Agent: "
                + std::string(*agent)
                + "\r\n"
                  "Content-Type: application/json\r\n");
        CHECK(prepared.request.body == body);
    }
}

TEST_CASE("a session read from a JSON document makes the same request", "[seeds]")
{
    auto const session = apideck::json::decode_text<Session>(
        body_of_30_minutes, apideck::json::reading::document);
    REQUIRE(session);
    CHECK(*session == session_of_30_minutes());
    CHECK(prepare(seed_options(), &*session).request.body == body_of_30_minutes);
}

TEST_CASE("without a session there is neither a body nor its type", "[seeds]")
{
    auto const prepared = prepare(seed_options(), nullptr);
    REQUIRE_FALSE(prepared.refused);
    CHECK(prepared.request.body.empty());
    CHECK_FALSE(prepared.request.headers.find("Content-Type"));
}

TEST_CASE("an empty session is sent as an empty object", "[seeds]")
{
    Session const session;
    auto const prepared = prepare(seed_options(), &session);
    CHECK(prepared.request.body == "{}");
    CHECK(prepared.request.headers.find("Content-Type") == "application/json");
}

TEST_CASE("sessions.create may be repeated and succeeds with 200", "[seeds]")
{
    auto const prepared = prepare(seed_options(), nullptr);
    REQUIRE(prepared.op);
    CHECK(prepared.op->id == "vault.sessions.create");
    CHECK(prepared.op->repeatable);
    CHECK(prepared.op->success == 200);
}

TEST_CASE("a session that JSON can't hold is refused with its place", "[seeds]")
{
    Session session = session_of_30_minutes();
    session.theme->logo = "\xFF";
    auto const prepared = prepare(seed_options(), &session);
    REQUIRE(prepared.refused);
    CHECK(prepared.refused->field == "session/theme/logo");
    CHECK(prepared.refused->reason == "not UTF-8 at byte 0");
}
