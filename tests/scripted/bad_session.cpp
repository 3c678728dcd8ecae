// A session that can't be a JSON text (RFC 8259): the error names the place, and nothing is sent.

#include <tests/scripted/support.hpp>

#include <functional>
#include <limits>

using apideck::Session;
using namespace apideck::tests;

namespace {

std::string const bad = "caf\xE9";

apideck::error refused(Session const& session, apideck::client_options const* options = nullptr)
{
    scripted_vault vault;
    if (options)
        vault.options = *options;
    std::optional<apideck::error> out;
    vault.client().vault.sessions.create(
        session, [&](apideck::create_session_result const& created) {
            REQUIRE_FALSE(created);
            out = created.error();
        });
    REQUIRE(vault.script.run());
    CHECK(vault.sent() == 0);
    REQUIRE(out);
    return *out;
}

} // namespace

TEST_CASE("text that is not UTF-8 is refused with its place in the session", "[refused]")
{
    struct spoiled {
        char const* field;
        std::function<void(Session&)> spoil;
    };
    std::vector<spoiled> const table{
        {"session/redirect_uri", [](Session& s) { s.redirect_uri = bad; }},
        {"session/theme/logo", [](Session& s) { s.theme = apideck::Theme{.logo = bad}; }},
        {"session/consumer_metadata/email",
            [](Session& s) { s.consumer_metadata = apideck::ConsumerMetadata{.email = bad}; }},
        {"session/settings/session_length",
            [](Session& s) { s.settings = apideck::SessionSettings{.session_length = bad}; }},
        {"session/settings/unified_apis/1",
            [](Session& s) {
                s.settings.emplace().unified_apis
                    = {{apideck::UnifiedApiId::crm, apideck::UnifiedApiId(bad)}};
            }},
        {"session/custom_consumer_settings/a~1b/0",
            [](Session& s) { s.custom_consumer_settings = {{"a/b", boost::json::array{bad}}}; }},
    };
    for (auto const& [field, spoil] : table) {
        CAPTURE(field);
        Session session;
        spoil(session);
        auto const e = refused(session);
        auto const why = expect<apideck::invalid_request_error>(e);
        CHECK(why.field == field);
        CHECK_THAT(why.reason, ContainsSubstring("UTF-8"));
        CHECK(e.message().find(bad) == std::string::npos);
    }
}

TEST_CASE("a number that JSON does not have is refused with its place", "[refused]")
{
    Session session;
    session.custom_consumer_settings = {{"rate", std::numeric_limits<double>::infinity()}};
    CHECK(expect<apideck::invalid_request_error>(refused(session)).field
        == "session/custom_consumer_settings/rate");
}

TEST_CASE("of bad options and a bad session the options are named", "[refused]")
{
    auto options = scripted_vault::default_options();
    options.app_id = "";
    Session session;
    session.redirect_uri = bad;
    CHECK(expect<apideck::invalid_request_error>(refused(session, &options)).field == "app_id");
}
