// What a call does with its arguments: it takes all of it before it returns.

#include <tests/scripted/support.hpp>

#include <boost/asio/deferred.hpp>

using apideck::create_session_result;
using namespace apideck::tests;
namespace asio = apideck::asio;

namespace {

auto const ignore = [](create_session_result const&) {};

} // namespace

TEST_CASE("a session may be changed as soon as the call has returned", "[arguments]")
{
    scripted_vault vault;
    vault.succeed();
    apideck::Session session{.redirect_uri = "https://first.example"};
    vault.client().vault.sessions.create(session, ignore);
    session.redirect_uri = "https://second.example";
    REQUIRE(vault.script.run());
    CHECK(vault.script.requests().at(0).body == R"({"redirect_uri":"https://first.example"})");
}

TEST_CASE("session and options may be destroyed as soon as the call has returned", "[arguments]")
{
    scripted_vault vault;
    busy(vault.script, 1s);
    vault.succeed();
    auto session = std::make_unique<apideck::Session>();
    session->redirect_uri = std::string(100, 'r');
    auto options = std::make_unique<apideck::call_options>();
    options->consumer_id = std::string(100, 'c');
    options->headers = {{"x-" + std::string(100, 'h'), std::string(100, 'v')}};
    options->retries = apideck::retry_policy{.status_codes = {503}};
    vault.client().vault.sessions.create(*session, *options, ignore);
    session.reset();
    options.reset();
    REQUIRE(vault.script.run());
    REQUIRE(vault.sent() == 2);
    CHECK(vault.header(1, "x-apideck-consumer-id") == std::string(100, 'c'));
    CHECK(vault.header(1, "x-" + std::string(100, 'h')) == std::string(100, 'v'));
    CHECK_THAT(vault.script.requests()[1].body, ContainsSubstring(std::string(100, 'r')));
}

TEST_CASE("a deferred call is encoded when it is made, not when it is launched", "[arguments]")
{
    scripted_vault vault;
    vault.succeed();
    auto operation = [&] {
        apideck::Session const session{.redirect_uri = "https://local.example"};
        apideck::call_options const options{.app_id = "local-app"};
        return vault.client().vault.sessions.create(session, options, asio::deferred);
    }();
    std::move(operation)(ignore);
    REQUIRE(vault.script.run());
    CHECK(vault.script.requests().at(0).body == R"({"redirect_uri":"https://local.example"})");
    CHECK(vault.header(0, "x-apideck-app-id") == "local-app");
}

TEST_CASE("a deferred call that is never launched sends nothing", "[arguments]")
{
    scripted_vault vault;
    apideck::Session const session{};
    {
        auto const operation = vault.client().vault.sessions.create(session, asio::deferred);
        static_cast<void>(operation);
    }
    REQUIRE(vault.script.run());
    CHECK(vault.sent() == 0);
}

TEST_CASE("no session, and an empty one, are different requests", "[arguments]")
{
    scripted_vault vault;
    vault.succeed();
    vault.succeed();
    auto const client = vault.client();
    client.vault.sessions.create(ignore);
    REQUIRE(vault.script.run());
    apideck::Session const empty{};
    client.vault.sessions.create(empty, ignore);
    REQUIRE(vault.script.run());
    CHECK(vault.script.requests().at(0).body.empty());
    CHECK(vault.header(0, "Content-Type") == std::nullopt);
    CHECK(vault.script.requests().at(1).body == "{}");
    CHECK(vault.header(1, "Content-Type") == "application/json");
}

TEST_CASE("a call may differ from its client in everything it names", "[arguments]")
{
    scripted_vault vault;
    vault.options.headers = {{"x-general", "client"}, {"x-both", "client"}};
    vault.succeed();
    vault.succeed();
    apideck::call_options call;
    call.consumer_id = "other-consumer";
    call.app_id = "other-app";
    call.server_url = "https://eu.example:8443/base/";
    call.headers = {{"X-Both", "call"}, {"x-special", "call"}};
    REQUIRE(vault.call(call));
    REQUIRE(vault.call());

    auto const& sent = vault.script.requests();
    CHECK(vault.header(0, "x-apideck-consumer-id") == "other-consumer");
    CHECK(vault.header(0, "x-apideck-app-id") == "other-app");
    CHECK(sent[0].head->origin == apideck::http::origin{true, "eu.example", 8443});
    CHECK(sent[0].head->target == "/base/vault/sessions");
    CHECK(vault.header(0, "Host") == "eu.example:8443");
    CHECK(vault.header(0, "x-general") == "client");
    CHECK(vault.header(0, "x-both") == "call");
    CHECK(vault.header(0, "x-special") == "call");

    // The next call is as the client's options say.
    CHECK(vault.header(1, "x-apideck-consumer-id") == "consumer");
    CHECK(vault.header(1, "x-apideck-app-id") == "app");
    CHECK(sent[1].head->origin == apideck::http::origin{true, "unify.apideck.com", 443});
    CHECK(sent[1].head->target == "/vault/sessions");
    CHECK(vault.header(1, "x-both") == "client");
    CHECK(vault.header(1, "x-special") == std::nullopt);
}

TEST_CASE("what a client lacks a call may bring", "[arguments]")
{
    scripted_vault vault;
    vault.options.app_id.clear();
    vault.options.consumer_id.clear();
    vault.succeed();
    apideck::call_options const call{.consumer_id = "c", .app_id = "a"};
    CHECK(vault.call(call));
}

TEST_CASE("the standalone function makes the same request as the member", "[arguments]")
{
    scripted_vault vault;
    vault.succeed();
    vault.succeed();
    vault.succeed();
    auto const client = vault.client();
    apideck::Session const session{.redirect_uri = "https://mysaas.example"};
    apideck::call_options const options{.consumer_id = "other"};
    client.vault.sessions.create(session, options, ignore);
    apideck::create_session(client, session, options, ignore);
    apideck::create_session(client.vault.sessions, session, options, ignore);
    REQUIRE(vault.script.run());
    auto const& sent = vault.script.requests();
    REQUIRE(sent.size() == 3);
    for (auto const& request : sent) {
        CHECK(request.head->headers == sent[0].head->headers);
        CHECK(request.body == sent[0].body);
        CHECK(request.head->target == sent[0].head->target);
    }
}

TEST_CASE("copies of a client share its transport and options", "[arguments]")
{
    scripted_vault vault;
    auto const client = vault.client();
    auto const copy = client;
    CHECK(&copy.transport() == &client.transport());
    CHECK(&copy.options() == &client.options());
    CHECK(copy.core() == client.core());
    vault.succeed();
    bool created = false;
    copy.vault.sessions.create([&](create_session_result const& c) { created = c.has_value(); });
    REQUIRE(vault.script.run());
    CHECK(created);
}

TEST_CASE("a client is made with an executor or a context", "[arguments]")
{
    scripted_vault vault;
    scripted_client const by_executor(vault.io.get_executor(), vault.options);
    scripted_client const by_context(vault.io, vault.options);
    for (auto const& client : {by_executor, by_context}) {
        client.transport().reply(200, created_body);
        bool created = false;
        client.vault.sessions.create(
            [&](create_session_result const& c) { created = c.has_value(); });
        REQUIRE(client.transport().run());
        CHECK(created);
        CHECK(client.get_executor() == asio::any_io_executor(vault.io.get_executor()));
    }
}
