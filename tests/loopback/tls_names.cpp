// For which names a certificate is taken (RFC 9525, RFC 6066).

#include "../support/catch.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;

namespace {

/// A server with one certificate for all names, each of which leads to it.
struct named {
    explicit named(certificate const& ca, certificate const& shown)
        : f(
            [&](client_options& o) {
                o.tls.ca_pem = ca.certificate_pem;
                o.resolve = resolve_to_loopback();
            },
            shows(shown))
    {}

    [[nodiscard]] call_options as(std::string const& host) const
    {
        call_options out;
        out.server_url = "https://" + host + ':' + std::to_string(f.mock->port());
        return out;
    }

    loopback f;
};

struct row {
    std::string host;
    std::vector<std::string> dns_names;
    std::vector<std::string> ip_addresses{};
};

certificate with_names(row const& r, certificate const& ca)
{
    certificate_spec spec;
    spec.common_name = r.host; // which counts for nothing
    spec.dns_names = r.dns_names;
    spec.ip_addresses = r.ip_addresses;
    return make_certificate(spec, &ca);
}

} // namespace

TEST_CASE("a certificate is taken for the names that it has", "[tls]")
{
    auto const one = GENERATE(row{"localhost", {"localhost"}},
        row{"localhost", {"a.test", "b.test", "localhost"}},
        row{"eu.vault.test", {"EU.Vault.TEST"}}, row{"EU.vault.test", {"eu.vault.test"}},
        row{"eu.vault.test.", {"eu.vault.test"}}, row{"eu.vault.test", {"*.vault.test"}},
        row{"127.0.0.1", {}, {"127.0.0.1"}},
        row{"127.0.0.1", {"a.test"}, {"10.0.0.1", "127.0.0.1"}});
    CAPTURE(one.host, one.dns_names);
    auto const ca = root();
    named n(ca, with_names(one, ca));
    CHECK(n.f.make(n.as(one.host))->value().http.status == 200);
}

TEST_CASE("a certificate is refused for any other name, and the error has it", "[tls]")
{
    auto const one = GENERATE(
        // Another name, or the common name alone.
        row{"eu.vault.test", {}}, row{"localhost", {}}, row{"localhost", {"example.com"}},
        row{"localhost", {"localhost.example.com"}}, row{"eu.vault.test", {"vault.test"}},
        row{"vault.test", {"eu.vault.test"}}, row{"eu.vault.test", {"eu.vault.tes"}},
        // A wildcard is one whole label, the first.
        row{"localhost", {"*.localhost"}}, row{"localhost", {"*"}},
        row{"vault.test", {"*.vault.test"}}, row{"vault.test", {"*.test"}},
        row{"a.eu.vault.test", {"*.vault.test"}}, row{"a.eu.vault.test", {"*.*.vault.test"}},
        row{"eu.vault.test", {"e*.vault.test"}}, row{"eu.vault.test", {"*u.vault.test"}},
        row{"eu.vault.test", {"eu.*.test"}}, row{"xn--eu.vault.test", {"xn--*.vault.test"}},
        // An address is verified by addresses.
        row{"127.0.0.1", {}}, row{"127.0.0.1", {"127.0.0.1"}}, row{"127.0.0.1", {"*.0.0.1"}},
        row{"127.0.0.1", {"localhost"}, {"127.0.0.2", "::1"}}, row{"localhost", {}, {"127.0.0.1"}});
    CAPTURE(one.host, one.dns_names);
    auto const ca = root();
    named n(ca, with_names(one, ca));
    check_refused(n.f, "its subjectAltName does not name " + one.host + "; check server_url",
        "CN = " + one.host, n.as(one.host));
}

TEST_CASE("a name that goes on after a NUL is another name", "[tls]")
{
    auto const ca = root();
    auto const tricky = changed(make_certificate(for_localhost(), &ca), &ca, [](X509& c) {
        auto* const names = static_cast<GENERAL_NAMES*>(
            X509_get_ext_d2i(&c, NID_subject_alt_name, nullptr, nullptr));
        std::string const text("localhost\0.example.com", 22);
        auto* const name = sk_GENERAL_NAME_value(names, 0);
        REQUIRE(ASN1_STRING_set(name->d.dNSName, text.data(), static_cast<int>(text.size())) == 1);
        REQUIRE(X509_add1_ext_i2d(&c, NID_subject_alt_name, names, 0, X509V3_ADD_REPLACE_EXISTING)
            == 1);
        GENERAL_NAMES_free(names);
    });
    loopback f(trusts(ca), shows(tricky));
    check_refused(f, "its subjectAltName does not name localhost", "CN = the test server");
}

TEST_CASE("the name that is sent is the server URL's, and an address is not sent", "[tls]")
{
    auto const ca = root();
    row const names{"vault.test", {"*.vault.test"}, {"127.0.0.1"}};
    named n(ca, with_names(names, ca));
    CHECK(n.f.make(n.as("eu.vault.test"))->value().http.status == 200);
    CHECK(n.f.make(n.as("eu.vault.test."))->value().http.status == 200);
    CHECK(n.f.make(n.as("127.0.0.1"))->value().http.status == 200);
    auto const requests = n.f.mock->requests();
    CHECK(requests[0].server_name == "eu.vault.test");
    CHECK(requests[1].server_name == "eu.vault.test"); // without the dot
    CHECK(requests[2].server_name.empty());
}

TEST_CASE("a server that has a certificate for each name shows the right one", "[tls]")
{
    auto const ca = root();
    row const of_a{"a.vault.test", {"a.vault.test"}};
    row const of_b{"b.vault.test", {"b.vault.test"}};
    auto const b = with_names(of_b, ca);
    asio::ssl::context other(asio::ssl::context::tls_server);
    other.use_certificate_chain(asio::buffer(b.certificate_pem));
    other.use_private_key(asio::buffer(b.private_key_pem), asio::ssl::context::pem);
    loopback f(
        [&](client_options& o) {
            o.tls.ca_pem = ca.certificate_pem;
            o.resolve = resolve_to_loopback();
        },
        with_context(with_names(of_a, ca), [&](asio::ssl::context& c) {
            using callback = int (*)(SSL*, int*, void*);
            callback const choose = [](SSL* ssl, int*, void* second) {
                char const* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
                if (name == std::string("b.vault.test"))
                    SSL_set_SSL_CTX(ssl, static_cast<SSL_CTX*>(second));
                return SSL_TLSEXT_ERR_OK;
            };
            SSL_CTX_set_tlsext_servername_callback(c.native_handle(), choose);
            SSL_CTX_set_tlsext_servername_arg(c.native_handle(), other.native_handle());
        }));
    for (char const* const host : {"a.vault.test", "b.vault.test"}) {
        CAPTURE(host);
        call_options const options{
            .server_url = "https://" + std::string(host) + ':' + std::to_string(f.mock->port())};
        CHECK(f.make(options)->value().http.status == 200);
    }
}

TEST_CASE("a server that knows no such name says so, and it is not tried again", "[tls]")
{
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(own), with_context(own, [](asio::ssl::context& c) {
        using callback = int (*)(SSL*, int*, void*);
        callback const refuse = [](SSL*, int*, void*) { return SSL_TLSEXT_ERR_ALERT_FATAL; };
        SSL_CTX_set_tlsext_servername_callback(c.native_handle(), refuse);
    }));
    check_refused(f, "has no certificate for that name; check server_url", "");
}
