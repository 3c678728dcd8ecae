#include <apideck.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

int main()
{
    boost::asio::io_context context;
    apideck::client const client(context, apideck::client_options{}); // without a key nothing is sent
    client.vault.sessions.create([](apideck::create_session_result created) {
        std::cout << (created ? "created" : created.error().message()) << '\n';
    });
    context.run();
}
