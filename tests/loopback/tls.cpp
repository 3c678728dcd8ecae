// Whom a client trusts, and the options that say so.

#include "../support/catch.hpp"
#include "../support/temporary_file.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include <memory>
#include <stdexcept>
#include <string>

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("a server whose root is trusted is talked to", "[tls]")
{
    auto const ca = root();
    loopback f(trusts(ca), shows(make_certificate(for_localhost(), &ca)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a server whose root is not trusted is refused", "[tls]")
{
    auto const ca = root();
    loopback f(trusts(root()), shows(make_certificate(for_localhost(), &ca)));
    check_refused(
        f, "its root is not trusted here (tls.ca_file, tls.ca_pem;", "CN = the test server");
}

TEST_CASE("a server of an unknown root is refused with the system's roots", "[tls]")
{
    loopback f([](client_options& o) { o.tls = {}; });
    check_refused(f, "its root is not trusted here (tls.ca_file, tls.ca_pem;", "CN = localhost");
}

TEST_CASE("roots may come from a file", "[tls]")
{
    auto const ca = root();
    temporary_file const file(ca.certificate_pem);
    loopback f([&](client_options& o) { o.tls = {.ca_file = file.path}; },
        shows(make_certificate(for_localhost(), &ca)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a file that can't be read is an invalid_request_error that names its option", "[tls]")
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

TEST_CASE("a context of the caller's is used as it is, and still verifies the name", "[tls]")
{
    auto const ca = root();
    bool const right_name = GENERATE(true, false);
    auto spec = for_localhost();
    if (!right_name)
        spec.dns_names = {"example.com"};
    loopback f(trusts_by_context(ca), shows(make_certificate(spec, &ca)));
    if (right_name)
        CHECK(f.make()->value().http.status == 200);
    else
        check_refused(f, "subjectAltName does not name localhost", "CN = the test server");
}

TEST_CASE("a verify callback of the caller's context can refuse what is right", "[tls]")
{
    auto const ca = root();
    auto const refuses_leaf = [](asio::ssl::context& c) {
        SSL_CTX_set_verify(c.native_handle(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX* verifying) {
            return X509_STORE_CTX_get_error_depth(verifying) == 0 ? 0 : 1;
        });
    };
    loopback f(trusts_by_context(ca, refuses_leaf), shows(make_certificate(for_localhost(), &ca)));
    check_refused(f, "the verify callback of tls.context refused it", "CN = the test server");
}

TEST_CASE("a verify callback of the caller's context that throws refuses", "[tls]")
{
    auto const ca = root();
    auto const throws = [](asio::ssl::context& c) {
        SSL_CTX_set_verify(c.native_handle(), SSL_VERIFY_PEER,
            [](int, X509_STORE_CTX*) -> int { throw std::runtime_error("no pins"); });
    };
    loopback f(trusts_by_context(ca, throws), shows(make_certificate(for_localhost(), &ca)));
    check_refused(f, "nspecified certificate verification error", "");
}

TEST_CASE("a verify callback of the caller's context can't allow what is wrong", "[tls]")
{
    loopback f([&](client_options& o) {
        o.tls = {};
        auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
        o.tls.context = context;
        SSL_CTX_set_verify(context->native_handle(), SSL_VERIFY_NONE,
            [](int, X509_STORE_CTX*) { return 1; });
    });
    check_refused(f, "its root is not trusted here", "CN = localhost");
}

TEST_CASE("a verification of the caller's context in place of OpenSSL's does not turn it off", "[tls]")
{
    loopback f([&](client_options& o) {
        o.tls = {};
        auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
        o.tls.context = context;
        SSL_CTX_set_cert_verify_callback(
            context->native_handle(), [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
    });
    check_refused(f, "left no chain that was verified", "");
}
