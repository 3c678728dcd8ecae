// Calls through a proxy that others have written.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/refusing_port.hpp"
#include "../support/tinyproxy.hpp"

#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("calls go through tinyproxy, and share the tunnel")
{
    tinyproxy proxy;
    loopback f(through(proxy.url()));
    CHECK(f.make()->value().http.status == 200);
    CHECK(f.make()->value().http.attempts.at(0).reused_connection);
    CHECK_THAT(proxy.stop(),
        ContainsSubstring("CONNECT localhost:" + std::to_string(f.mock->port()) + " HTTP/1.1"));
}

TEST_CASE("several calls at once go through tinyproxy, each in a tunnel of its own")
{
    tinyproxy proxy;
    loopback f(through(proxy.url()));
    std::vector<loopback::call> calls;
    for (int i = 0; i != 8; ++i)
        calls.push_back(f.start());
    for (auto const& c : calls)
        CHECK(f.finish(c)->value().http.status == 200);
    CHECK(f.mock->connections_accepted() == 8);
}

TEST_CASE("tinyproxy takes the user and password of the URL")
{
    tinyproxy proxy("BasicAuth user pass.word\n"); // it knows no other characters
    loopback f(through(proxy.url("user:pass%2Eword")));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("tinyproxy refuses a user and password that are absent or wrong")
{
    auto const [user, reason] = GENERATE(table<std::string, std::string>({
        {"", " answered 407 Proxy Authentication Required; set user and password in proxy.url"},
        {"user:wrong", "; it does not take the user and password of proxy.url"},
        {"user", "; it does not take the user and password of proxy.url"},
    }));
    tinyproxy proxy("BasicAuth user password\n");
    loopback f(through(proxy.url(user)));
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::proxy);
    CHECK_THAT(e.reason, Catch::Matchers::EndsWith(reason));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("tinyproxy refuses a port that it is not to connect to")
{
    tinyproxy proxy("ConnectPort 1\n");
    loopback f(through(proxy.url()));
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::proxy);
    CHECK_THAT(e.reason, ContainsSubstring("answered 403 Forbidden"));
    CHECK(c->attempts().size() == 1);
}

TEST_CASE("a server that tinyproxy can't reach is an error that is retried")
{
    tinyproxy proxy;
    loopback f(through(proxy.url()));
    refusing_port const server(*f.context);
    call_options const options{.server_url = server.url("https")};
    auto const c = f.make(options);
    CHECK(c->alternative<connection_error>().stage == stage::proxy);
    CHECK_THAT(c->alternative<connection_error>().reason,
        ContainsSubstring("answered 500 Internal Server Error"));
    CHECK(c->attempts().size() == 4);
    CHECK(c->error().delivery() == delivery::never);
}

TEST_CASE("a proxy that ends takes the tunnel with it, and a call then says so")
{
    tinyproxy proxy;
    loopback f(through(proxy.url()));
    CHECK(f.make()->value().http.status == 200);
    CHECK_FALSE(proxy.stop().empty());
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().stage == stage::connect);
    CHECK_THAT(
        c->alternative<connection_error>().reason, ContainsSubstring("the proxy 127.0.0.1 port "));
}
