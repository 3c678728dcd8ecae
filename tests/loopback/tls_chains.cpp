// Which chains of certificates are taken (RFC 5280).

#include "../support/catch.hpp"
#include "../support/tls_fixture.hpp"

#include <apideck/http/detail/tls.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <string>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

certificate_spec for_intermediate()
{
    certificate_spec spec;
    spec.common_name = "an intermediate";
    spec.is_ca = true;
    return spec;
}

/// A root, what it signed, and what that signed for the server.
struct issued {
    issued(certificate_spec const& of_middle = for_intermediate(),
        certificate_spec const& of_leaf = for_localhost(), certificate of_root = root())
        : ca(std::move(of_root)),
          middle(make_certificate(of_middle, &ca)),
          leaf(make_certificate(of_leaf, &middle))
    {}

    certificate ca;
    certificate middle;
    certificate leaf;
};

} // namespace

TEST_CASE("a certificate outside its time is refused", "[tls]")
{
    auto const ca = root();
    auto spec = for_localhost();
    bool const expired = GENERATE(true, false);
    spec.not_before = expired ? -48h : 24h;
    spec.not_after = expired ? -24h : 48h;
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    check_refused(f,
        expired ? "certificate has expired; the server has to renew it, or this machine's clock is "
                  "ahead"
                : "certificate is not yet valid; this machine's clock may be behind",
        "CN = the test server");
}

TEST_CASE("a self-signed certificate is refused, unless it is trusted itself", "[tls]")
{
    auto const own = make_certificate(for_localhost());
    loopback f(trusts(root()), shows(own));
    check_refused(
        f, "if it is to be trusted, name its root in tls.ca_file", "CN = the test server");
    loopback trusting(trusts(own), shows(own));
    CHECK(trusting.make()->value().http.status == 200);
}

TEST_CASE("a root that comes along is not trusted for that", "[tls]")
{
    auto const ca = root();
    loopback f(trusts(root()), shows(chain(make_certificate(for_localhost(), &ca), ca)));
    // The subject is the root's: it is what to look at.
    check_refused(f, "if it is to be trusted, name its root in tls.ca_file", "CN = a test root");
}

TEST_CASE(
    "a chain is taken with its intermediate certificate, in any order of what follows", "[tls]")
{
    issued const i;
    for (auto const& shown : {chain(i.leaf, i.middle), chain(chain(i.leaf, i.middle), i.ca),
             chain(chain(i.leaf, i.ca), i.middle)}) {
        loopback f(trusts(i.ca), shows(shown));
        CHECK(f.make()->value().http.status == 200);
    }
}

TEST_CASE("a chain without its intermediate certificate is refused", "[tls]")
{
    issued const i;
    loopback f(trusts(i.ca), shows(i.leaf));
    check_refused(f, "the server leaves out an intermediate certificate", "CN = the test server");
}

TEST_CASE("a chain with an intermediate certificate outside its time is refused", "[tls]")
{
    auto spec = for_intermediate();
    spec.not_before = -48h;
    spec.not_after = -24h;
    issued const i(spec);
    loopback f(trusts(i.ca), shows(chain(i.leaf, i.middle)));
    check_refused(f, "certificate has expired", "CN = an intermediate");
}

TEST_CASE("what a server's own certificate has signed is refused", "[tls]")
{
    auto spec = for_localhost();
    spec.common_name = "another server";
    issued const i(spec);
    loopback f(trusts(i.ca), shows(chain(i.leaf, i.middle)));
    check_refused(f, "it may not sign the certificate that it signed", "CN = another server");
}

TEST_CASE("a chain longer than its root allows is refused", "[tls]")
{
    auto const short_root = root();
    auto const ca = changed(short_root, nullptr,
        [](X509& c) { set_extension(c, NID_basic_constraints, "critical,CA:TRUE,pathlen:0"); });
    auto const middle = make_certificate(for_intermediate(), &ca);
    loopback f(trusts(ca), shows(chain(make_certificate(for_localhost(), &middle), middle)));
    check_refused(f, "path length constraint exceeded; it may not sign", "CN = a test root");
}

TEST_CASE("names that an issuer's name constraints leave out are refused", "[tls]")
{
    struct row {
        char const* constraints;
        bool good;
    };
    auto const one = GENERATE(row{"critical,permitted;DNS:localhost", true},
        row{"critical,permitted;DNS:example.com", false},
        row{"critical,excluded;DNS:localhost", false});
    CAPTURE(one.constraints);
    auto const ca = root();
    auto const middle = changed(make_certificate(for_intermediate(), &ca), &ca,
        [&](X509& c) { set_extension(c, NID_name_constraints, one.constraints); });
    loopback f(trusts(ca), shows(chain(make_certificate(for_localhost(), &middle), middle)));
    if (one.good)
        CHECK(f.make()->value().http.status == 200);
    else
        check_refused(
            f, "the name constraints of its issuer do not allow its names", "CN = the test server");
}

TEST_CASE("a certificate for another purpose is refused", "[tls]")
{
    auto const ca = root();
    auto const leaf = make_certificate(for_localhost(), &ca);
    for (char const* const purposes : {"clientAuth", "emailProtection", "codeSigning"}) {
        CAPTURE(purposes);
        loopback f(trusts(ca), shows(changed(leaf, &ca, [&](X509& c) {
            set_extension(c, NID_ext_key_usage, purposes);
        })));
        check_refused(f, "it is not one for servers (extendedKeyUsage", "CN = the test server");
    }
    loopback f(trusts(ca), shows(changed(leaf, &ca, [](X509& c) {
        set_extension(c, NID_ext_key_usage, "serverAuth");
    })));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a weak key is refused, the server's and its issuer's", "[tls]")
{
    auto leaf = for_localhost();
    auto middle = for_intermediate();
    bool const servers = GENERATE(true, false);
    auto& weak = servers ? leaf : middle;
    weak.key = testing::key_type::rsa;
    weak.rsa_bits = 1024;
    issued const i(middle, leaf);
    loopback f(trusts(i.ca), shows(chain(i.leaf, i.middle)));
    check_refused(f, "key too weak; the server needs a stronger certificate",
        servers ? "CN = the test server" : "CN = an intermediate");
}

TEST_CASE("a weak digest is refused, of the server's signature and its issuer's", "[tls]")
{
    auto leaf = for_localhost();
    auto middle = for_intermediate();
    bool const servers = GENERATE(true, false);
    auto& weak = servers ? leaf : middle;
    weak.digest = GENERATE(as<std::string>(), "sha1", "md5");
    CAPTURE(weak.digest);
    middle.key = testing::key_type::rsa; // nobody signs MD5 with another one
    issued const i(middle, leaf, root(testing::key_type::rsa));
    loopback f(trusts(i.ca), shows(chain(i.leaf, i.middle)));
    check_refused(f, "too weak; the server needs a stronger certificate",
        servers ? "CN = the test server" : "CN = an intermediate");
}

TEST_CASE("an RSA key of 2048 bits is strong enough", "[tls]")
{
    auto spec = for_localhost();
    spec.key = testing::key_type::rsa;
    auto const ca = root();
    loopback f(trusts(ca), shows(make_certificate(spec, &ca)));
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("the least strength is ours, whatever the system's OpenSSL asks", "[tls]")
{
    auto const context = http::detail::make_tls_context({});
    REQUIRE(context.has_value());
    auto* const native = static_cast<SSL_CTX*>(context->native_handle());
    CHECK(SSL_CTX_get_security_level(native) >= 2);
    CHECK(SSL_CTX_get_min_proto_version(native) == TLS1_2_VERSION);
}
