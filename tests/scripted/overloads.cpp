// Each way to write a call: as a member or not, with or without session, options and token.

#include <tests/scripted/support.hpp>

#include <boost/asio/deferred.hpp>

#include <functional>

using apideck::create_session_result;
using namespace apideck::tests;

TEST_CASE("each overload of create takes a token or none", "[token]")
{
    scripted_vault vault;
    auto const client = vault.client();
    apideck::Session session{};
    apideck::call_options options{};
    auto const token = [](create_session_result const& created) { CHECK(created); };
    auto const launch = [&](auto operation) { std::move(operation)(token); };
    auto const calls = std::vector<std::function<void()>>{
        [&] { client.vault.sessions.create(session, options, token); },
        [&] { client.vault.sessions.create(session, token); },
        [&] { client.vault.sessions.create(std::nullopt, options, token); },
        [&] { client.vault.sessions.create(std::nullopt, token); },
        [&] { client.vault.sessions.create(token); },
        [&] { launch(client.vault.sessions.create(session, options)); },
        [&] { launch(client.vault.sessions.create(session)); },
        [&] { launch(client.vault.sessions.create(std::nullopt, options)); },
        [&] { launch(client.vault.sessions.create(std::nullopt)); },
        [&] { launch(client.vault.sessions.create()); },
        [&] { apideck::create_session(client, session, options, token); },
        [&] { apideck::create_session(client, session, token); },
        [&] { apideck::create_session(client, std::nullopt, options, token); },
        [&] { apideck::create_session(client, std::nullopt, token); },
        [&] { launch(apideck::create_session(client, session, options)); },
        [&] { launch(apideck::create_session(client, session)); },
        [&] { launch(apideck::create_session(client, std::nullopt, options)); },
        [&] { launch(apideck::create_session(client, std::nullopt)); },
    };
    for (auto const& call : calls) {
        vault.succeed();
        call();
        REQUIRE(vault.script.run());
    }
    CHECK(vault.sent() == calls.size());
}
