// Versions of TLS, and peers that do not speak it or stop in the middle.

#include "../support/byte_server.hpp"
#include "../support/catch.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/ssl/error.hpp>

#include <openssl/ssl.h>

#include <chrono>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// Speaks these versions alone.
std::function<void(asio::ssl::context&)> versions(int least, int most)
{
    return [least, most](asio::ssl::context& c) {
        SSL_CTX_set_security_level(c.native_handle(), 0); // the old ones need it
        SSL_CTX_set_min_proto_version(c.native_handle(), least);
        SSL_CTX_set_max_proto_version(c.native_handle(), most);
    };
}

call_options to(byte_server const& server)
{
    call_options out;
    out.server_url = server.url("https");
    return out;
}

} // namespace

TEST_CASE("a server with TLS 1.2 alone or 1.3 alone works, and its connection is kept", "[tls]")
{
    int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(own), with_context(own, versions(version, version)));
    CHECK(f.make()->value().http.status == 200);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
}

TEST_CASE("a server with TLS 1.0 or 1.1 alone is refused", "[tls]")
{
    int const version = GENERATE(TLS1_VERSION, TLS1_1_VERSION);
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(own), with_context(own, versions(version, version)));
    check_refused(f, "has no version of TLS that is allowed here, which is 1.2 at least", "");
}

TEST_CASE("the old versions are there, for one who allows them", "[tls]")
{
    int const version = GENERATE(TLS1_VERSION, TLS1_1_VERSION);
    auto const own = make_certificate(for_localhost());
    loopback f(trusts_by_context(own, versions(version, version)),
        with_context(own, versions(version, version)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a server without a cipher in common is refused", "[tls]")
{
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(own), with_context(own, [](asio::ssl::context& c) {
        SSL_CTX_set_max_proto_version(c.native_handle(), TLS1_2_VERSION);
        SSL_CTX_set_cipher_list(c.native_handle(), "AES128-SHA"); // needs an RSA key
    }));
    check_refused(f, "found no ciphers in common", "");
}

TEST_CASE("a peer that does not speak TLS is refused, and it is not tried again", "[tls]")
{
    auto const said = GENERATE(as<std::string>(),
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
        "220 mail.example.com ESMTP\r\n", std::string(100'000, '\0'));
    bool const close = GENERATE(true, false);
    CAPTURE(said.substr(0, 20), close);
    loopback f;
    byte_server server(*f.context, {.text = said, .close = close});
    auto const c = f.make(to(server));
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK_THAT(e.reason, ContainsSubstring("does not speak TLS; check server_url and its port"));
    CHECK_THAT(c->error().message(), ContainsSubstring(e.reason));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    CHECK(server.connections() == 1);
}

TEST_CASE("a peer that closes in the handshake is tried again", "[tls]")
{
    // Nothing; a record's head; a record's head and some of what it is to have.
    auto const said = GENERATE(as<std::string>(), "", std::string("\x16\x03\x03\x00\x7a", 5),
        std::string("\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03", 11));
    loopback f([](client_options& o) { o.retries.max_attempts = 2; });
    byte_server server(*f.context, {.text = said, .close = true});
    auto const c = f.make(to(server));
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK(e.code == asio::ssl::error::stream_truncated);
    CHECK_THAT(e.reason, ContainsSubstring("127.0.0.1 port "));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 2);
    CHECK(server.connections() == 2);
}

TEST_CASE("a peer that stops in the handshake is left at the limit of connecting", "[tls]")
{
    auto const said = GENERATE(as<std::string>(), "", std::string("\x16\x03\x03\x00\x7a\x02", 6));
    loopback f;
    byte_server server(*f.context, {.text = said});
    auto options = to(server);
    options.connect_timeout = 50ms;
    options.retries = retry_policy::none();
    auto const c = f.make(options);
    auto const& e = c->alternative<timeout_error>();
    CHECK(e.stage == stage::handshake);
    CHECK(e.limit == http::time_limit::connect);
    CHECK(c->error().delivery() == delivery::never);
    f.run_until([&] { return server.left() == 1; });
}

TEST_CASE("a peer whose handshake never ends is refused before it fills the memory", "[tls]")
{
    // Records of a handshake message that is said to be 16 MB long.
    std::string record("\x16\x03\x03\x40\x00", 5);
    record.resize(5 + 16 * 1024);
    std::string first = record;
    first.replace(5, 4, "\x02\xff\xff\xff", 4);
    loopback f(without_retries);
    byte_server server(*f.context, {.text = first, .piece = record});
    auto const c = f.make(to(server));
    CHECK(c->alternative<connection_error>().stage == stage::handshake);
    CHECK(c->error().delivery() == delivery::never);
    CHECK(server.sent() < 16'000'000);
}

TEST_CASE("a TLS session with which a handshake fails is not offered again", "[tls]")
{
    auto const ca = root();
    auto const server = with_context(make_certificate(for_localhost(), &ca), [](auto& c) {
        SSL_CTX_set_max_proto_version(c.native_handle(), TLS1_2_VERSION);
    });
    loopback f(
        [&](client_options& o) {
            trusts(ca)(o);
            without_retries(o);
            o.pool.idle_timeout = 0s;
        },
        server);
    CHECK(f.make()->value().http.status == 200);
    // What a session was begun with has to be there when it is resumed (RFC 7627 section 5.3).
    SSL_CTX_set_options(static_cast<SSL_CTX*>(server.context.native_handle()), SSL_OP_NO_EXTENDED_MASTER_SECRET);
    CHECK(f.make()->alternative<connection_error>().stage == stage::handshake);
    CHECK(f.make()->value().http.status == 200);
}
