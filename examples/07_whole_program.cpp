// All that a program needs. Its client is made of the environment, so that there is no mock to talk to.

//! [program]
#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace asio = boost::asio;

asio::awaitable<void> connect(apideck::client client, std::string consumer)
{
    apideck::Session session{.redirect_uri = "https://mysaas.com/dashboard"};
    apideck::call_options options{.consumer_id = consumer}; // one client for all consumers
    auto created = co_await client.vault.sessions.create(session, options);
    if (created)
        std::cout << "Location: " << created->data.session_uri << '\n'; // of your 303
    else
        std::cerr << created.error() << '\n'; // one line, fit for a log
}

int main()
{
    asio::io_context context;
    // One for the program: copies share its connections.
    apideck::client client(context, apideck::client_options::from_environment());
    asio::co_spawn(context, connect(client, "customer-1"), [](std::exception_ptr e) {
        if (e)
            std::rethrow_exception(e);
    });
    context.run();
}
//! [program]
