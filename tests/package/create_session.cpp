// The program of someone who uses the library: it creates a session with a Vault of its own.
#include <apideck.hpp>
#include <apideck/testing/mock_vault.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>
#include <optional>

int main()
{
    boost::asio::io_context context;
    std::optional<apideck::testing::mock_vault> vault(std::in_place, context.get_executor());
    apideck::client_options options;
    options.api_key = "key-of-the-consumer-test";
    options.app_id = "app";
    options.consumer_id = "test-consumer";
    options.server_url = vault->url();
    options.tls.ca_pem = vault->ca_pem();
    apideck::client const client(context, options);

    apideck::Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";
    bool right = false;
    client.vault.sessions.create(session, [&](apideck::create_session_result created) {
        vault.reset();
        if (!created) {
            std::cerr << created.error().message() << '\n';
            return;
        }
        auto const claims = apideck::read_claims(created->data.session_token);
        right = claims && claims->consumer_id == "test-consumer";
        std::cout << "a session for " << (claims ? claims->consumer_id : "nobody") << '\n';
    });
    context.run();
    return right ? 0 : 1;
}
