// How a name becomes a connection: lookups, the caller's own included, and several addresses.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/refusing_port.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// A client whose lookups end as `resolve` says, and that tries once.
loopback::adjust looks_up(http::resolve_function resolve)
{
    return [resolve = std::move(resolve)](client_options& o) {
        o.resolve = resolve;
        o.retries = retry_policy::none();
    };
}

} // namespace

TEST_CASE("a resolver of the caller's is asked for the server's name and port")
{
    std::string asked;
    loopback f(looks_up([&](std::string const& host, std::uint16_t port, http::resolve_handler h) {
        asked = host + ' ' + std::to_string(port);
        resolve_to_loopback()(host, port, std::move(h));
    }));
    CHECK(f.make()->value().http.status == 200);
    CHECK(asked == "localhost " + std::to_string(f.mock->port()));
}

TEST_CASE("an address is not looked up")
{
    loopback f([](client_options& o) {
        o.resolve = [](std::string const&, std::uint16_t, http::resolve_handler) { FAIL(); };
    });
    call_options const options{.server_url = "https://127.0.0.1:" + std::to_string(f.mock->port())};
    CHECK(f.make(options)->value().http.status == 200);
}

TEST_CASE("a lookup that fails, finds nothing or throws is a connection_error")
{
    auto const how = GENERATE(0, 1, 2);
    loopback f(looks_up([how](std::string const&, std::uint16_t, http::resolve_handler h) {
        std::vector<asio::ip::tcp::endpoint> const none;
        if (how == 2)
            throw std::runtime_error("no resolver today");
        boost::system::error_code ec;
        if (how == 0)
            ec = asio::error::host_not_found_try_again;
        std::move(h)(ec, none);
    }));
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::resolve);
    CHECK(e.code);
    CHECK(e.reason == "localhost port " + std::to_string(f.mock->port()));
    CHECK(c->error().delivery() == delivery::never);
}

TEST_CASE("a handler that throws does not keep a lookup's error from the other calls")
{
    http::resolve_handler pending;
    loopback f(looks_up([&](std::string const&, std::uint16_t, http::resolve_handler h) {
        std::construct_at(&pending, std::move(h)); // Boost 1.81 can't assign one
    }));
    int heard = 0;
    for (int i = 0; i != 3; ++i)
        f.client->vault.sessions.create([&heard, i](create_session_result const& r) {
            ++heard;
            CHECK(r.error().is<connection_error>());
            if (i == 0)
                throw std::runtime_error("a caller's own");
        });
    f.run_until([&] { return static_cast<bool>(pending); });
    asio::post(*f.context, [&] {
        std::move(pending)(asio::error::host_not_found, std::vector<asio::ip::tcp::endpoint>());
    });
    CHECK_THROWS_AS(f.run_until([&] { return heard == 3; }), std::runtime_error);
    f.run_until([&] { return heard == 3; });
}

TEST_CASE("a lookup that answers after the limit is not heard any more")
{
    std::vector<http::resolve_handler> late; // Boost 1.81 can't assign one
    loopback f(looks_up([&](std::string const&, std::uint16_t, http::resolve_handler h) {
        late.push_back(std::move(h));
    }));
    call_options const options{.connect_timeout = 100ms};
    auto const c = f.make(options);
    CHECK(c->alternative<timeout_error>().stage == stage::resolve);
    asio::ip::tcp::endpoint const here(
        asio::ip::address_v4::loopback(), f.mock->port());
    std::move(late.back())(boost::system::error_code(), std::vector{here});
    f.settle();
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("a lookup whose handler is dropped ends with the limit")
{
    loopback f(looks_up([](std::string const&, std::uint16_t, http::resolve_handler) {}));
    call_options const options{.timeout = 100ms};
    CHECK(f.make(options)->alternative<timeout_error>().stage == stage::resolve);
}

TEST_CASE("addresses are tried in order until one takes the connection")
{
    loopback f([](client_options& o) {
        o.resolve = [](std::string const&, std::uint16_t port, http::resolve_handler h) {
            // Nothing listens on a port that was bound and never listened on: refused at once.
            asio::ip::tcp::endpoint const refused(asio::ip::make_address("127.0.0.2"), port);
            asio::ip::tcp::endpoint const here(asio::ip::address_v4::loopback(), port);
            std::move(h)(boost::system::error_code(), std::vector{refused, here});
        };
    });
    CHECK(f.make()->value().http.attempts.size() == 1);
}

TEST_CASE("a server that refuses connections is a connection_error of the stage connect")
{
    loopback f(without_retries);
    refusing_port const server(*f.context);
    call_options const options{.server_url = server.url("https")};
    auto const c = f.make(options);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::connect);
    CHECK(e.code == asio::error::connection_refused);
    CHECK(c->error().delivery() == delivery::never);
}
