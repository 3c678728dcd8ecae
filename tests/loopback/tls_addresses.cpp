// Servers that the URL names by an IPv6 address (RFC 9525 section 6.5).

#include "../support/catch.hpp"
#include "../support/own_proxy.hpp"
#include "../support/tls_fixture.hpp"
#include "../support/tls_peer.hpp"

#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;

namespace {

certificate with_addresses(std::vector<std::string> addresses, certificate const& ca)
{
    certificate_spec spec;
    spec.common_name = "the test server";
    spec.dns_names = {"::1", "localhost"}; // of which none is an address
    spec.ip_addresses = std::move(addresses);
    return make_certificate(spec, &ca);
}

std::string const unnamed = "its subjectAltName does not name ::1; check server_url";

bool has_ipv6()
{
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor(io);
    boost::system::error_code ec;
    acceptor.open(asio::ip::tcp::v6(), ec);
    if (!ec)
        acceptor.bind({asio::ip::address_v6::loopback(), 0}, ec);
    return !ec;
}

/// A server at ::1 that shows a certificate for these addresses, and what came of a call to it.
template <class Check>
void call_ipv6(std::vector<std::string> const& addresses, Check const& check)
{
    auto const ca = root();
    loopback f([&](client_options& o) {
        o.tls.ca_pem = ca.certificate_pem;
        o.retries = retry_policy::none();
    });
    asio::ip::address const here = has_ipv6() ? asio::ip::address(asio::ip::address_v6::loopback())
                                              : asio::ip::address(asio::ip::address_v4::loopback());
    tls_peer server(*f.context, with_addresses(addresses, ca), here);
    auto const port = std::to_string(server.acceptor.local_endpoint().port());
    auto const c = f.make(call_options{.server_url = "https://[::1]:" + port});
    if (has_ipv6())
        check(*c);
    else
        CHECK(c->alternative<connection_error>().stage == stage::connect);
    f.client.reset();
    server.acceptor.close();
    f.settle();
}

/// A mock that is asked for by that address, though it listens at 127.0.0.1: a proxy leads to it.
struct behind_proxy {
    explicit behind_proxy(std::vector<std::string> addresses)
        : ca(root()),
          f(
              [&](client_options& o) {
                  through(proxy.url())(o);
                  o.tls.ca_pem = ca.certificate_pem;
              },
              shows(with_addresses(std::move(addresses), ca))),
          options{.server_url = "https://[::1]:" + std::to_string(f.mock->port())}
    {}

    certificate ca;
    own_proxy proxy;
    loopback f;
    call_options options;
};

} // namespace

TEST_CASE("a server at an IPv6 address is taken where its certificate has the address", "[tls]")
{
    call_ipv6({"10.0.0.1", "::1"},
        [](started_call const& c) { CHECK(c.alternative<api_error>().status == 418); });
}

TEST_CASE("a server at an IPv6 address is refused where its certificate has another", "[tls]")
{
    using texts = std::vector<std::string>;
    auto const addresses = GENERATE(
        texts{}, texts{"127.0.0.1"}, texts{"127.0.0.1", "::2"}, texts{"::ffff:127.0.0.1"});
    CAPTURE(addresses);
    call_ipv6(addresses, [](started_call const& c) {
        auto const& e = c.alternative<connection_error>();
        CHECK(e.stage == stage::handshake);
        CHECK_THAT(e.reason, ContainsSubstring(unnamed));
        CHECK(c.error().delivery() == delivery::never);
    });
}

TEST_CASE("an IPv6 address is verified through a tunnel, too, and is not sent as a name", "[tls]")
{
    behind_proxy good({"::1"});
    CHECK(good.f.make(good.options)->value().http.status == 200);
    CHECK(good.f.mock->requests().at(0).server_name.empty());
    auto const port = std::to_string(good.f.mock->port());
    CHECK(good.f.mock->requests().at(0).headers.find("Host") == "[::1]:" + port);

    behind_proxy bad({"127.0.0.1"});
    check_refused(bad.f, unnamed, "CN = the test server", bad.options);
}
