// A system that takes only a part of what is to be sent, or nothing of it, or has no thread.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/refusing_system.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <optional>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// A kept connection whose system refuses the next request, or the rest of it.
loopback::call refused(loopback& f, std::vector<std::size_t> takes)
{
    f.make();
    f.settle();
    plan_sends(std::move(takes));
    auto c = f.make();
    REQUIRE(sends_left() == 0);
    return c;
}

} // namespace

TEST_CASE("a request of which the system takes nothing fails at once, with delivery never")
{
    auto const plain = [](client_options& o) {
        without_retries(o);
        o.allow_plain_http = true;
    };
    loopback f(plain, {.tls = false});
    plan_sends({0});
    auto const c = f.make();
    REQUIRE(sends_left() == 0);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == asio::error::no_buffer_space);
    CHECK(e.stage == stage::write);
    CHECK(c->error().delivery() == delivery::never);
    f.settle();
    CHECK(f.mock->requests().empty());
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a request of which the system takes a part fails at once, with delivery possibly")
{
    loopback f(without_retries);
    auto const c = refused(f, {100, 0});
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == asio::error::no_buffer_space);
    CHECK(e.stage == stage::write);
    CHECK(c->error().delivery() == delivery::possibly);
    f.settle();
    CHECK(f.mock->requests().size() == 1);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a request that the system refused on a kept connection is sent once more, on another")
{
    loopback f(without_retries);
    auto const c = refused(f, {0});
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].delivery == delivery::never);
    CHECK(attempts[0].next == retry_reason::new_connection);
    CHECK(f.mock->requests().size() == 2);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a request of which the system takes a byte at a time arrives whole")
{
    loopback f;
    f.make();
    f.settle();
    plan_sends(std::vector<std::size_t>(100, 1));
    Session const session{.redirect_uri = "https://example.com/back"};
    CHECK(f.make(&session)->value().http.status == 200);
    CHECK(sends_left() == 0);
    CHECK(f.mock->requests().at(1).body == R"({"redirect_uri":"https://example.com/back"})");
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("what the system refused does not go with what is sent later")
{
    using tls_stream = asio::ssl::stream<tcp::socket>;
    testing::certificate const own = make_certificate(for_localhost());
    loopback f([&](client_options& o) {
        without_retries(o);
        o.tls.ca_pem = own.certificate_pem;
    });
    tcp::acceptor acceptor(*f.context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.use_certificate_chain(asio::buffer(own.certificate_pem));
    tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
    // The client must have what it would answer before it gives up: so TLS 1.2, in which a server may
    // speak before the client's first request.
    SSL_CTX_set_max_proto_version(tls.native_handle(), TLS1_2_VERSION);
    std::optional<tls_stream> server;
    std::string received;
    error_code ended;
    auto const interim = [&] {
        asio::write(*server, asio::buffer(std::string("HTTP/1.1 100 Continue\r\n\r\n")));
    };
    acceptor.async_accept([&](error_code, tcp::socket s) {
        server.emplace(std::move(s), tls);
        server->async_handshake(tls_stream::server, [&](error_code) {
            // The next to be sent is the client's request.
            plan_sends({0}, interim);
            asio::async_read(*server, asio::dynamic_buffer(received),
                [&](error_code ec, std::size_t) { ended = ec; });
        });
    });
    call_options const options{
        .server_url = "https://localhost:" + std::to_string(acceptor.local_endpoint().port())};
    auto const c = f.make(options);
    CHECK(c->alternative<connection_error>().code == asio::error::no_buffer_space);
    f.run_until([&] { return ended.failed(); });
    CHECK(sends_left() == 0);
    CHECK(received.empty());
}

TEST_CASE("where there is no thread for a lookup the call ends with an error")
{
    loopback f(without_retries);
    call_options const options{.server_url = "https://vault.test"}; // Asio looks up in a thread
    no_threads const none;
    auto const c = f.make(options);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::resolve);
    CHECK(e.code == boost::system::errc::resource_unavailable_try_again);
}
