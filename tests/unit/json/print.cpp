#include <apideck/json/print.hpp>

#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <optional>
#include <sstream>
#include <string>

using apideck::Session;
using apideck::tests::ContainsSubstring;

namespace printed {

// A model as a later version may have it: nothing says yet what of it may be printed.
struct newer {
    std::optional<std::string> note{};
    int count{};

    friend bool operator==(newer const&, newer const&) = default;
};
BOOST_DESCRIBE_STRUCT(newer, (), (note, count))

// A caller's type with which the SDK's namespace is associated.
struct derived : apideck::Theme {
    friend bool operator==(derived const&, derived const&) = default;
};
BOOST_DESCRIBE_STRUCT(derived, (apideck::Theme), ())

} // namespace printed

namespace {

template <class T>
std::string text_of(T const& model)
{
    std::ostringstream out;
    apideck::json::print(out, model);
    return std::move(out).str();
}

using namespace apideck; // and so its operators, for what is below

template <class T>
concept streamable = requires(std::ostream& out, T const& t) { out << t; };

} // namespace

TEST_CASE("a session prints without what is personal or secret", "[print]")
{
    Session session;
    session.consumer_metadata = apideck::ConsumerMetadata{.account_name = "canary-account",
        .user_name = "canary-user",
        .email = "canary@example.com",
        .image = "https://canary.example/image"};
    session.redirect_uri = "https://mysaas.example/?state=canary";
    session.settings = apideck::SessionSettings{.session_length = "30m", .show_logs = false};
    session.settings->unified_apis = {{apideck::UnifiedApiId::crm, apideck::UnifiedApiId::ats}};
    session.theme = apideck::Theme{.primary_color = "#286efa", .vault_name = "Intercom"};
    session.custom_consumer_settings = {{"canary", "canary"}};

    CHECK(text_of(session)
        == "{consumer_metadata: {account_name: <redacted>, user_name: <redacted>, "
           "email: <redacted>, image: <redacted>}, redirect_uri: <redacted>, "
           "settings: {unified_apis: [crm, ats], session_length: \"30m\", show_logs: false}, "
           "theme: {primary_color: \"#286efa\", vault_name: \"Intercom\"}, "
           "custom_consumer_settings: <redacted>}");
}

TEST_CASE("an answer prints without the session's address and token", "[print]")
{
    apideck::CreateSessionResponse response;
    response.status_code = 200;
    response.status = "OK";
    response.data = {"https://vault.apideck.com/session/canary", "canary"};
    response.raw = {{"canary", "canary"}};
    CHECK(text_of(response)
        == "{status_code: 200, status: \"OK\", data: {session_uri: <redacted>, "
           "session_token: <redacted>}, _raw: <redacted>}");
}

TEST_CASE("an error prints without what may quote the request", "[print]")
{
    apideck::BadRequestResponse response;
    response.status_code = 400;
    response.error = "Bad Request";
    response.type_name = "RequestValidationError";
    response.message = "canary";
    response.detail = "canary";
    response.ref = "https://developers.apideck.com/errors";
    response.downstream_errors.emplace().push_back({.message = "canary"});
    CHECK(text_of(response)
        == "{status_code: 400, error: \"Bad Request\", type_name: \"RequestValidationError\", "
           "message: <redacted>, detail: <redacted>, "
           "ref: \"https://developers.apideck.com/errors\", downstream_errors: <redacted>}");
}

TEST_CASE("a member that nothing allows prints as redacted", "[print]")
{
    CHECK(text_of(printed::newer{"canary", 7}) == "{note: <redacted>, count: <redacted>}");
}

TEST_CASE("a member that is not set does not print", "[print]")
{
    CHECK(text_of(Session{}) == "{}");
    CHECK(text_of(printed::newer{}) == "{count: <redacted>}");
    Session session;
    session.settings.emplace();
    session.theme.emplace();
    CHECK(text_of(session) == "{settings: {}, theme: {}}");
    session.settings->allow_actions.emplace();
    CHECK(text_of(session) == "{settings: {allow_actions: []}, theme: {}}");
}

TEST_CASE("the operator << prints the same", "[print]")
{
    apideck::Theme const theme{.logo = "https://example.com/logo"};
    std::ostringstream out;
    out << theme;
    CHECK(out.str() == text_of(theme));
    CHECK(out.str() == "{logo: \"https://example.com/logo\"}");
}

TEST_CASE("the operator << is for the SDK's models alone", "[print]")
{
    CHECK(streamable<apideck::Theme>);
    CHECK(streamable<apideck::BadRequestResponse>);
    CHECK_FALSE(streamable<printed::newer>);
    CHECK_FALSE(streamable<printed::derived>);
}

TEST_CASE("a text can't break the line that it is printed in", "[print]")
{
    apideck::Theme const theme{
        .vault_name = "a\nb\r\tc\x1b[2J\x7f\u0085\u009b" + std::string(1, '\0')};
    CHECK(text_of(theme)
        == R"({vault_name: "a\u000ab\u000d\u0009c\u001b[2J\u007f\u0085\u009b\u0000"})");

    apideck::SessionSettings settings;
    settings.unified_apis = {{apideck::UnifiedApiId("x\ny")}};
    CHECK(text_of(settings) == R"({unified_apis: [x\u000ay]})");
}

TEST_CASE("a text can't pass for another member", "[print]")
{
    apideck::Theme const theme{.logo = R"(x", vault_name: "y\)"};
    CHECK(text_of(theme) == R"({logo: "x\", vault_name: \"y\\"})");
}

TEST_CASE("a text in any language prints as it is", "[print]")
{
    apideck::Theme const theme{.vault_name = "Zo\u00eb \u65e5\u672c \U0001F600"};
    CHECK_THAT(text_of(theme), ContainsSubstring("\"Zo\u00eb \u65e5\u672c \U0001F600\""));
}
