// Calls through a proxy of our own that does as it should.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/own_proxy.hpp"

#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using then = own_proxy::then;

TEST_CASE("a proxy is asked for a tunnel to the server, and told nothing of the call")
{
    own_proxy proxy;
    loopback f([&](client_options& o) {
        through(proxy.url())(o);
        o.api_key = "canary-key";
        o.user_agent_suffix = "my-app/1.2";
    });
    auto const c = f.make();
    auto const to = "localhost:" + std::to_string(f.mock->port());
    auto const received = f.mock->requests().at(0).headers;
    auto const agent = received.find("User-Agent");
    REQUIRE(agent);
    CHECK(proxy.asked() == std::vector<std::string>{"CONNECT " + to + " HTTP/1.1\r\nHost: " + to
              + "\r\nUser-Agent: " + std::string(*agent) + "\r\n\r\n"});
    CHECK(c->attempts().at(0).times.proxy);
}

TEST_CASE("user and password go to the proxy as Basic has it, and to the proxy alone")
{
    own_proxy proxy;
    loopback f(through(proxy.url("Aladdin:open%20sesame")));
    CHECK(f.make()->value().http.status == 200);
    CHECK_THAT(proxy.asked().at(0), // the example of RFC 7617 section 2
        ContainsSubstring("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
    CHECK(f.mock->requests().at(0).headers.find("Proxy-Authorization") == std::nullopt);
}

TEST_CASE("an IPv6 server is asked for in brackets")
{
    own_proxy proxy;
    proxy.next({"HTTP/1.1 502 Bad Gateway\r\n\r\n"});
    loopback f(through(proxy.url()));
    call_options const options{
        .server_url = "https://[::1]", .retries = retry_policy::none()};
    f.make(options);
    CHECK_THAT(proxy.asked().at(0),
        ContainsSubstring("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n"));
}

TEST_CASE("a tunnel is kept and used again as a connection to its server")
{
    own_proxy proxy;
    loopback f(through(proxy.url()));
    CHECK(f.make()->value().http.status == 200);
    CHECK(f.make()->value().http.attempts.at(0).reused_connection);
    CHECK(proxy.asked().size() == 1);
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("a tunnel has no body whatever the proxy's answer says")
{
    auto const answer = GENERATE(as<std::string>(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 Connection established\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    CAPTURE(answer);
    own_proxy proxy;
    proxy.next({answer, then::tunnel});
    loopback f(through(proxy.url()));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("the server's certificate is verified through a tunnel, too")
{
    own_proxy proxy;
    loopback f(through(proxy.url()));
    testing::mock_vault other(f.context->get_executor());
    proxy.next({"HTTP/1.1 200 OK\r\n\r\n", then::tunnel, other.port()});
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().stage == stage::handshake);
    CHECK_FALSE(c->alternative<connection_error>().certificate_subject.empty());
    CHECK(c->error().delivery() == delivery::never);
    CHECK(other.requests().empty());
}

TEST_CASE("the caller's resolver is asked for the proxy, not for the server")
{
    own_proxy proxy;
    std::vector<std::string> asked;
    loopback f([&](client_options& o) {
        auto const port = proxy.url().substr(proxy.url().rfind(':'));
        through("http://proxy.test" + port)(o);
        o.resolve = [&](std::string const& host, std::uint16_t p, http::resolve_handler h) {
            asked.push_back(host);
            resolve_to_loopback()(host, p, std::move(h));
        };
    });
    CHECK(f.make()->value().http.status == 200);
    CHECK(asked == std::vector<std::string>{"proxy.test"});
}

TEST_CASE("servers of the list and plain http are reached without the proxy")
{
    bool const plain = GENERATE(false, true);
    own_proxy proxy;
    testing::mock_vault_options mock;
    mock.tls = !plain;
    loopback f(
        [&](client_options& o) {
            o.proxy.url = plain ? proxy.url() : "https://not-supported";
            o.proxy.no_proxy = plain ? "" : "example.com, localhost";
            o.allow_plain_http = plain;
        },
        mock);
    CHECK(f.make()->value().http.status == 200);
    CHECK(proxy.asked().empty());
}
