// Which servers are trusted, and what is told of those that are not.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::certificate;
using testing::certificate_spec;
using testing::make_certificate;

namespace {

certificate root()
{
    certificate_spec spec;
    spec.common_name = "a test root";
    spec.is_ca = true;
    return make_certificate(spec);
}

certificate_spec for_localhost()
{
    certificate_spec spec;
    spec.common_name = "the test server";
    spec.dns_names = {"localhost"};
    return spec;
}

testing::mock_vault_options shows(certificate const& c)
{
    testing::mock_vault_options out;
    out.server_certificate = c;
    return out;
}

loopback::adjust trusts(certificate const& c)
{
    return [pem = c.certificate_pem](client_options& o) { o.tls.ca_pem = pem; };
}

/// A server's context, as `change` has it.
testing::mock_vault_options with_context(
    certificate const& c, std::function<void(asio::ssl::context&)> const& change)
{
    testing::mock_vault_options out;
    out.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    out.context->use_certificate_chain(asio::buffer(c.certificate_pem));
    out.context->use_private_key(asio::buffer(c.private_key_pem), asio::ssl::context::pem);
    change(*out.context);
    return out;
}

/// A file that is gone at the end of the test.
struct temporary_file {
    explicit temporary_file(std::string const& text)
    {
        static int count = 0;
        auto const name = "apideck_test_" + std::to_string(::getpid()) + '_' + std::to_string(++count);
        path = (std::filesystem::temp_directory_path() / name).string();
        std::ofstream(path) << text;
    }
    ~temporary_file() { std::remove(path.c_str()); }
    temporary_file(temporary_file const&) = delete;

    std::string path;
};

/// A certificate was refused: one attempt, and nothing sent.
void check_refused(loopback& f, std::string const& reason, std::string const& subject)
{
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK(e.code);
    CHECK_THAT(e.reason, ContainsSubstring(reason));
    CHECK_THAT(e.certificate_subject, ContainsSubstring(subject));
    CHECK_THAT(c->error().message(), ContainsSubstring(reason));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    CHECK(f.mock->connections_accepted() == 1);
    CHECK(f.mock->requests().empty());
}

} // namespace

TEST_CASE("a server whose root is trusted is talked to")
{
    auto const ca = root();
    loopback f(trusts(ca), shows(make_certificate(for_localhost(), &ca)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a server whose root is not trusted is refused")
{
    auto const ca = root();
    loopback f(trusts(root()), shows(make_certificate(for_localhost(), &ca)));
    check_refused(f, "issuer certificate", "the test server");
}

TEST_CASE("a server of an unknown root is refused with the system's roots")
{
    loopback f([](client_options& o) { o.tls = {}; });
    check_refused(f, "tls.ca_file", "localhost");
}

TEST_CASE("a certificate for another name is refused")
{
    auto const name = GENERATE(as<std::string>(), "example.com", "localhost.example.com", "*.localhost");
    auto const ca = root();
    auto spec = for_localhost();
    spec.dns_names = {name};
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    check_refused(f, "its subjectAltName does not name localhost", "the test server");
}

TEST_CASE("a name that is in the common name alone does not count")
{
    auto const ca = root();
    certificate_spec spec;
    spec.common_name = "localhost";
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    check_refused(f, "subjectAltName", "localhost");
}

TEST_CASE("a certificate outside its time is refused")
{
    auto const ca = root();
    auto spec = for_localhost();
    bool const expired = GENERATE(true, false);
    spec.not_before = expired ? -48h : 24h;
    spec.not_after = expired ? -24h : 48h;
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    check_refused(f, expired ? "has expired" : "not yet valid", "the test server");
}

TEST_CASE("a self-signed certificate is refused, unless it is trusted itself")
{
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(root()), shows(own));
    check_refused(f, "self-signed", "the test server");
    loopback trusting(trusts(own), shows(own));
    CHECK(trusting.make()->value().http.status == 200);
}

TEST_CASE("an address is verified by the certificate's addresses")
{
    auto const ca = root();
    auto spec = for_localhost();
    bool const named = GENERATE(true, false);
    if (named)
        spec.ip_addresses = {"127.0.0.1"};
    else
        spec.dns_names.emplace_back("127.0.0.1");
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    call_options const options{.server_url = "https://127.0.0.1:" + std::to_string(f.mock->port())};
    auto const c = f.make(options);
    if (named) {
        CHECK(c->value().http.status == 200);
        CHECK(f.mock->requests()[0].server_name.empty()); // SNI is for names
    } else {
        CHECK_THAT(c->alternative<connection_error>().reason, ContainsSubstring("127.0.0.1"));
    }
}

TEST_CASE("the name that is verified and sent is the server URL's, not what it resolves to")
{
    auto const ca = root();
    auto spec = for_localhost();
    spec.dns_names = {"*.vault.test"};
    loopback f(
        [&](client_options& o) {
            o.tls.ca_pem = ca.certificate_pem;
            o.resolve = resolve_to_loopback();
        },
        shows(make_certificate(spec, &ca)));
    call_options const options{
        .server_url = "https://eu.vault.test:" + std::to_string(f.mock->port())};
    CHECK(f.make(options)->value().http.status == 200);
    CHECK(f.mock->requests()[0].server_name == "eu.vault.test");
}

TEST_CASE("roots may come from a file")
{
    auto const ca = root();
    temporary_file const file(ca.certificate_pem);
    loopback f([&](client_options& o) { o.tls = {.ca_file = file.path}; },
        shows(make_certificate(for_localhost(), &ca)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a file that can't be read is an invalid_request_error that names its option")
{
    temporary_file const no_certificate("this is no certificate");
    struct row {
        std::string field;
        http::tls_options tls;
    };
    auto const one = GENERATE_REF(row{"tls.ca_file", {.ca_file = "/nonexistent/ca.pem"}},
        row{"tls.ca_file", {.ca_file = no_certificate.path}}, row{"tls.ca_pem", {.ca_pem = "x"}},
        row{"tls.certificate_chain_file", {.certificate_chain_file = "/nonexistent/chain.pem"}},
        row{"tls.private_key_file", {.private_key_file = "/nonexistent/key.pem"}});
    CAPTURE(one.field);
    loopback f([&](client_options& o) { o.tls = one.tls; });
    auto const c = f.make();
    auto const& e = c->alternative<invalid_request_error>();
    CHECK(e.field == one.field);
    CHECK_FALSE(e.reason.empty());
    CHECK(c->error().delivery() == delivery::never);
    CHECK(f.mock->requests().empty());
    CHECK(c->attempts().size() == 1);
}

TEST_CASE("a server with TLS 1.2 at most works")
{
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(own), with_context(own, [](asio::ssl::context& c) {
        SSL_CTX_set_max_proto_version(c.native_handle(), TLS1_2_VERSION);
    }));
    CHECK(f.make()->value().http.status == 200);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
}

TEST_CASE("a server with TLS 1.1 at most is refused")
{
    auto const own = make_certificate(for_localhost());
    loopback f(
        [&](client_options& o) {
            o.tls.ca_pem = own.certificate_pem;
            o.retries = retry_policy::none();
        },
        with_context(own, [](asio::ssl::context& c) {
            SSL_CTX_set_security_level(c.native_handle(), 0);
            SSL_CTX_set_min_proto_version(c.native_handle(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(c.native_handle(), TLS1_1_VERSION);
        }));
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().stage == stage::handshake);
    CHECK(c->error().delivery() == delivery::never);
}

TEST_CASE("a server that demands a certificate gets the client's, and refuses one without")
{
    auto const ca = root();
    auto const server = make_certificate(for_localhost(), &ca);
    certificate_spec spec;
    spec.common_name = "the client";
    auto const client = make_certificate(spec, &ca);
    temporary_file const chain(client.certificate_pem);
    temporary_file const key(client.private_key_pem);
    bool const shown = GENERATE(true, false);
    auto const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    CAPTURE(shown, version);
    loopback f(
        [&](client_options& o) {
            o.tls.ca_pem = ca.certificate_pem;
            o.retries = retry_policy::none();
            if (shown) {
                o.tls.certificate_chain_file = chain.path;
                o.tls.private_key_file = key.path;
            }
        },
        with_context(server, [&](asio::ssl::context& c) {
            SSL_CTX_set_max_proto_version(c.native_handle(), version);
            c.add_certificate_authority(asio::buffer(ca.certificate_pem));
            c.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
        }));
    auto const c = f.make();
    if (shown) {
        CHECK(c->value().http.status == 200);
    } else {
        // With TLS 1.3 a client hears of it only when it reads.
        auto const at = c->alternative<connection_error>().stage;
        CHECK((version == TLS1_2_VERSION ? at == stage::handshake : at >= stage::write));
        CHECK(f.mock->requests().empty());
    }
}

TEST_CASE("a context of the caller's is used as it is, and still verifies the name")
{
    auto const ca = root();
    bool const right_name = GENERATE(true, false);
    auto spec = for_localhost();
    if (!right_name)
        spec.dns_names = {"example.com"};
    loopback f(
        [&](client_options& o) {
            o.tls = {};
            o.tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
            o.tls.context->add_certificate_authority(asio::buffer(ca.certificate_pem));
        },
        shows(make_certificate(spec, &ca)));
    if (right_name)
        CHECK(f.make()->value().http.status == 200);
    else
        check_refused(f, "subjectAltName", "the test server");
}
