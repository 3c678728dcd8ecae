// A web site whose customers connect their CRM, accounting, ... : lists a customer's integrations,
// makes a Vault session for the one that is clicked, and sends the browser there.
//
// Without APIDECK_API_KEY, APIDECK_APP_ID and APIDECK_CONSUMER_ID it talks to a mock of Vault in
// this process, which also serves the page that the browser is sent to.

#include "../support/vault.hpp"
#include "customers.hpp"
#include "server.hpp"
#include "site.hpp"

#include <apideck.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr char const* usage
    = "usage: portal [--port PORT]\n"
      "\n"
      "Serves on 127.0.0.1; without --port on a free port, which it prints.\n"
      "SIGINT and SIGTERM end it once the requests in flight are answered.\n";

/// The port of the arguments, 0 without one; nothing where they are wrong.
std::optional<std::uint16_t> read_port(int count, char** values)
{
    std::uint16_t port = 0;
    if (count == 1)
        return port;
    if (count != 3 || values[1] != std::string_view("--port"))
        return std::nullopt;
    std::string_view const value = values[2];
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), port);
    if (error != std::errc() || end != value.data() + value.size())
        return std::nullopt;
    return port;
}

/// Refuses one customer, to show what a failure looks like.
void refuse_broken(apideck::testing::mock_vault& mock)
{
    mock.on_request([&mock](apideck::testing::mock_request const& request) {
        if (request.headers.find("x-apideck-consumer-id") == "broken")
            mock.answer(apideck::testing::mock_answer::json(
                422, R"({"type_name":"InvalidStateError","message":"The consumer is disabled"})"));
    });
}

/// Serves until a signal comes, then ends in order: first what asks, last what is asked.
asio::awaitable<void> run(apideck::client client, std::uint16_t port, vault& api,
    std::optional<apideck::testing::mock_vault>& pages)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::signal_set signals(executor, SIGINT, SIGTERM);

    portal::server_options options{.port = port};
    auto const server = std::make_shared<portal::server>(executor, options);
    std::string const address = "http://127.0.0.1:" + std::to_string(server->port());
    auto const site = std::make_shared<portal::site>(client, portal::customers(address), address);
    server->start([site](portal::request asked) { return site->answer(std::move(asked)); });
    std::cout << "Portal: " << address << '/' << std::endl;

    int const signal = co_await signals.async_wait(asio::use_awaitable);
    std::clog << "Signal " << signal << ": shutting down.\n";
    signals.clear(); // a second one ends the program at once
    co_await server->stop(15s); // a call to Vault takes 10 at most
    co_await client.shutdown(1s); // nothing calls Vault any more: it closes the connections
    api.stop();
    pages.reset();
}

} // namespace

int main(int count, char** values)
try {
    if (count == 2 && values[1] == std::string_view("--help")) {
        std::cout << usage;
        return 0;
    }
    auto const port = read_port(count, values);
    if (!port) {
        std::cerr << usage;
        return 2;
    }

    asio::io_context context(1);
    // The pages of sessions come without TLS: no browser trusts a certificate of the mock's.
    apideck::testing::mock_vault_options plain{.tls = false};
    std::optional<apideck::testing::mock_vault> pages(std::in_place, context.get_executor(), plain);
    vault api(context.get_executor(), {.session_uri_base = pages->url() + "/session/"});
    if (api.mock())
        refuse_broken(*api.mock());
    else
        pages.reset();

    asio::co_spawn(context, run(apideck::client(context, api.options()), *port, api, pages),
        [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    context.run();
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
