#ifndef APIDECK_TESTS_ODR_CREATE_HPP
#define APIDECK_TESTS_ODR_CREATE_HPP

// Included by two units of one program, each of which makes a whole call with what it compiled.
#include <everything.hpp>

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>

namespace {

/// "created", or what went wrong.
std::string create()
{
    boost::asio::io_context context;
    std::optional<apideck::testing::mock_vault> vault(std::in_place, context.get_executor());

    apideck::client_options options;
    options.api_key = "key";
    options.app_id = "app";
    options.consumer_id = "consumer";
    options.server_url = vault->url();
    options.tls.ca_pem = vault->ca_pem();
    apideck::client const client(context, options);

    apideck::Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";
    std::string outcome = "not called";
    client.vault.sessions.create(session, [&](apideck::create_session_result const& created) {
        outcome = created ? "created" : created.error().message();
        vault.reset();
    });
    context.run();
    return outcome;
}

} // namespace

/// What the other unit has.
namespace two {
using message_of_error = std::string (apideck::error::*)() const;

std::string create_there();
message_of_error address_of_message();
} // namespace two

#endif
