// Every completion token works: a callback, a future, a coroutine's awaitable, a deferred operation.

#include "support/vault.hpp"

#include <apideck.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>
#include <thread>

namespace asio = boost::asio;

namespace {

void report(char const* how, apideck::create_session_result const& created)
{
    std::cout << how << ": " << (created ? "created" : created.error().message()) << '\n';
}

asio::awaitable<void> coroutine(apideck::client client, apideck::Session const& session)
{
    //! [awaitable]
    auto created = co_await client.vault.sessions.create(session);
    //! [awaitable]
    report("awaited", created);
    created = co_await client.vault.sessions.create(session, asio::use_awaitable);
    report("awaited with use_awaitable", created);
    auto operation = client.vault.sessions.create(session, asio::deferred);
    created = co_await std::move(operation);
    report("deferred and then awaited", created);
}

} // namespace

int main()
{
    asio::io_context context;
    vault server(context.get_executor());
    auto work = asio::make_work_guard(context);
    std::thread thread([&] { context.run(); });
    {
        apideck::client client(context, server.options());
        apideck::Session session{.redirect_uri = "https://mysaas.com/dashboard"};

        //! [future]
        std::future<apideck::create_session_result> future
            = client.vault.sessions.create(session, asio::use_future);
        report("by future", future.get());
        //! [future]

        //! [callback]
        std::promise<void> called;
        client.vault.sessions.create(session, [&](apideck::create_session_result created) {
            report("by callback", created);
            called.set_value();
        });
        //! [callback]
        called.get_future().get();

        asio::co_spawn(context, coroutine(client, session), asio::use_future).get();
    }
    server.stop();
    work.reset();
    thread.join();
}
