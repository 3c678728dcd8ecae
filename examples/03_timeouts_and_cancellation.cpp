// A deadline that holds whatever happens, and a call that the program gives up.

#include "support/vault.hpp"

#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <variant>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

void report(char const* what, apideck::create_session_result const& created)
{
    std::cout << what << ": " << (created ? "created" : created.error().message()) << '\n';
}

asio::awaitable<void> deadline(apideck::client& client, apideck::Session const& session)
{
    //! [deadline]
    // All of it within 300 ms: the wait for a connection, DNS, TCP, TLS, every attempt and every
    // wait between attempts.
    apideck::call_options options{.timeout = 300ms};
    auto created = co_await client.vault.sessions.create(session, options);
    //! [deadline]
    report("with a deadline", created);
}

asio::awaitable<void> race(apideck::client& client, apideck::Session const& session)
{
    //! [race]
    using namespace asio::experimental::awaitable_operators;
    asio::steady_timer patience(co_await asio::this_coro::executor, 100ms);
    auto first = co_await (client.vault.sessions.create(session, asio::use_awaitable)
        || patience.async_wait(asio::use_awaitable));
    if (first.index() == 1)
        std::cout << "lost the race: the call was cancelled\n";
    else
        report("won the race", std::get<0>(first));
    //! [race]
}

void signal(asio::io_context& context, apideck::client& client, apideck::Session const& session)
{
    //! [signal]
    auto stop = std::make_shared<asio::cancellation_signal>();
    client.vault.sessions.create(session,
        asio::bind_cancellation_slot(stop->slot(), [stop](apideck::create_session_result created) {
            report("with a signal", created);
        }));
    // Emit it where the handler runs: here both run on the io_context's only thread.
    asio::post(context, [stop] { stop->emit(asio::cancellation_type::terminal); });
    //! [signal]
}

asio::awaitable<void> run(asio::io_context& context, apideck::client client, vault& server)
{
    apideck::Session session{.redirect_uri = "https://mysaas.com/dashboard"};
    if (auto* mock = server.mock()) {
        using apideck::testing::mock_answer;
        mock->answer(mock_answer::stall());
        mock->answer(mock_answer::stall());
    }
    co_await deadline(client, session);
    co_await race(client, session);
    signal(context, client, session);
    auto const created = co_await client.vault.sessions.create(session);
    report("and one that is let be", created);
    server.stop();
}

} // namespace

int main()
{
    asio::io_context context;
    vault server(context.get_executor());
    asio::co_spawn(context, run(context, apideck::client(context, server.options()), server),
        [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    context.run();
}
