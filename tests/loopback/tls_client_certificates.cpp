// Servers that demand a certificate of the client (RFC 8446 section 4.3.2).

#include "../support/catch.hpp"
#include "../support/temporary_file.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include <optional>
#include <string>

using namespace apideck;
using namespace apideck::tests;

namespace {

/// A server that takes clients whose certificate a root of its own has signed.
struct demanding {
    demanding(int version, std::optional<certificate> const& shown)
        : chain_file(shown ? shown->certificate_pem : ""),
          key_file(shown ? shown->private_key_pem : ""),
          f(
              [&](client_options& o) {
                  o.tls.ca_pem = ca().certificate_pem;
                  if (shown)
                      o.tls.certificate_chain_file = chain_file.path;
                  if (shown)
                      o.tls.private_key_file = key_file.path;
              },
              with_context(make_certificate(for_localhost(), &ca()), [&](asio::ssl::context& c) {
                  SSL_CTX_set_max_proto_version(c.native_handle(), version);
                  c.add_certificate_authority(asio::buffer(ca().certificate_pem));
                  c.set_verify_mode(
                      asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
              }))
    {}

    static certificate const& ca()
    {
        static certificate const one = root();
        return one;
    }

    temporary_file chain_file;
    temporary_file key_file;
    loopback f;
};

certificate a_client(certificate const& issuer)
{
    certificate_spec spec;
    spec.common_name = "the client";
    return make_certificate(spec, &issuer);
}

/// The server's refusal is told, whenever it comes, and it is not asked again.
void check_told(demanding& d, int version, std::string const& reason)
{
    auto const c = d.f.make();
    auto const& e = c->alternative<connection_error>();
    // In TLS 1.3 a client is through with the handshake, and has sent its request, when it hears.
    bool const late = version == TLS1_3_VERSION;
    CHECK(e.stage == (late ? stage::read_head : stage::handshake));
    CHECK(c->error().delivery() == (late ? delivery::possibly : delivery::never));
    CHECK_THAT(e.reason, ContainsSubstring(reason));
    CHECK_THAT(c->error().message(), ContainsSubstring(e.reason));
    CHECK(c->attempts().size() == 1);
    CHECK(d.f.mock->requests().empty());
    d.f.check_pool(0, 0, 0, 1);
}

} // namespace

TEST_CASE("a server that demands a certificate gets the client's", "[tls]")
{
    int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    demanding d(version, a_client(demanding::ca()));
    CHECK(d.f.make()->value().http.status == 200);
    CHECK(d.f.make()->value().http.attempts[0].reused_connection);
}

TEST_CASE("a server that demands a certificate refuses a client without one", "[tls]")
{
    int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    CAPTURE(version);
    demanding d(version, std::nullopt);
    check_told(d, version, "demands a client certificate (tls.certificate_chain_file");
}

TEST_CASE("a server that demands a certificate refuses one that it does not trust", "[tls]")
{
    int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    CAPTURE(version);
    demanding d(version, a_client(root()));
    check_told(d, version, "refuses the client certificate of tls.certificate_chain_file");
}
