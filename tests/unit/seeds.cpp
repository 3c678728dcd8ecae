#include <apideck/vault/create_session.hpp>

#include <apideck/json/decode.hpp>
#include <apideck/version.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/seeds.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

// The example of each of Apideck's five other SDKs, as a prepared request.

using apideck::Session;
using namespace apideck::tests;

namespace {

/// The client that all five make.
apideck::client_options seed_options()
{
    return {.api_key = "<YOUR_BEARER_TOKEN_HERE>",
        .app_id = std::string(seed_app),
        .consumer_id = "test-consumer"};
}

apideck::call_options const no_options;
apideck::call_options const ids_of_the_call{
    .consumer_id = "test-consumer", .app_id = std::string(seed_app)};

apideck::core::prepared_call prepare(apideck::client_options options, Session const* session,
    apideck::call_options const& call = no_options)
{
    apideck::core::pipeline pipeline(std::move(options), nullptr);
    return apideck::detail::prepare_create_session(pipeline, session, &call);
}

} // namespace

TEST_CASE("the example of each of the other SDKs makes the request that it makes there", "[seeds]")
{
    for (seed const& example : seeds) {
        CAPTURE(example.language);
        Session const session = seed_session(example);
        auto const prepared = prepare(
            seed_options(), &session, example.identity_in_call ? ids_of_the_call : no_options);
        REQUIRE_FALSE(prepared.plan->refused);
        CHECK(prepared.request.head->method == apideck::http::method::post);
        CHECK((prepared.request.head->origin == apideck::http::origin{true, "unify.apideck.com", 443}));
        CHECK(prepared.request.head->target == "/vault/sessions");
        auto const agent = prepared.request.head->headers.find("User-Agent");
        REQUIRE(agent);
        CHECK_THAT(std::string(*agent),
            Catch::Matchers::StartsWith("apideck-cpp/" APIDECK_VERSION " (Boost 1"));
        CHECK(prepared.request.head->headers.wire()
            == "Host: unify.apideck.com\r\n"
               "x-apideck-app-id: dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX\r\n"
               "x-apideck-consumer-id: test-consumer\r\n"
               "Accept: application/json\r\n"
               "User-Agent: "
                + std::string(*agent)
                + "\r\n"
                  "Content-Type: application/json\r\n");
        CHECK(prepared.request.body == seed_body(example));
    }
}

TEST_CASE("a session read from a JSON document makes the same request", "[seeds]")
{
    for (seed const& example : seeds) {
        CAPTURE(example.language);
        auto const session = apideck::json::decode_text<Session>(
            seed_body(example), apideck::json::reading::document);
        REQUIRE(session);
        CHECK(*session == seed_session(example));
        CHECK(prepare(seed_options(), &*session).request.body == seed_body(example));
    }
}

TEST_CASE("without a session there is neither a body nor its type", "[seeds]")
{
    auto const prepared = prepare(seed_options(), nullptr);
    REQUIRE_FALSE(prepared.plan->refused);
    CHECK(prepared.request.body.empty());
    CHECK_FALSE(prepared.request.head->headers.find("Content-Type"));
}

TEST_CASE("an empty session is sent as an empty object", "[seeds]")
{
    Session const session;
    auto const prepared = prepare(seed_options(), &session);
    CHECK(prepared.request.body == "{}");
    CHECK(prepared.request.head->headers.find("Content-Type") == "application/json");
}

TEST_CASE("sessions.create may be repeated and succeeds with 200", "[seeds]")
{
    auto const prepared = prepare(seed_options(), nullptr);
    REQUIRE(prepared.plan->op);
    CHECK(prepared.plan->op->id == "vault.sessions.create");
    CHECK(prepared.plan->op->repeatable);
    CHECK(prepared.plan->op->success == 200);
}

TEST_CASE("a session that JSON can't hold is refused with its place", "[seeds]")
{
    Session session = seed_session(seeds[1]);
    session.theme->logo = "\xFF";
    auto const prepared = prepare(seed_options(), &session);
    REQUIRE(prepared.plan->refused);
    CHECK(prepared.plan->refused->field == "session/theme/logo");
    CHECK(prepared.plan->refused->reason == "not UTF-8 at byte 0");
}
