// A refused request: all of the client is linked, and nothing is sent.
#include <apideck.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main()
{
    boost::asio::io_context context;
    apideck::client_options options;
    options.app_id = "app";
    options.consumer_id = "consumer";
    apideck::client const client(context, options); // without a key

    bool refused = false;
    client.vault.sessions.create([&](apideck::create_session_result created) {
        refused = !created;
        std::cout << (created ? "created" : created.error().message()) << '\n';
    });
    context.run();
    return refused ? 0 : 1;
}
