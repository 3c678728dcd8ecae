#include "tls_fixture.hpp"

#include <boost/asio/buffer.hpp>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

namespace apideck::tests {


namespace {

template <auto Free>
struct freed {
    template <class T>
    void operator()(T* p) const noexcept
    {
        Free(p);
    }
};
using bio = std::unique_ptr<BIO, freed<&BIO_free_all>>;
using x509 = std::unique_ptr<X509, freed<&X509_free>>;
using key = std::unique_ptr<EVP_PKEY, freed<&EVP_PKEY_free>>;
using extension = std::unique_ptr<X509_EXTENSION, freed<&X509_EXTENSION_free>>;

bio reading(std::string const& text)
{
    return bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

} // namespace

certificate root(testing::key_type key_type)
{
    certificate_spec spec;
    spec.common_name = "a test root";
    spec.is_ca = true;
    spec.key = key_type;
    return make_certificate(spec);
}

certificate_spec for_localhost()
{
    certificate_spec spec;
    spec.common_name = "the test server";
    spec.dns_names = {"localhost"};
    return spec;
}

certificate changed(
    certificate const& c, certificate const* issuer, std::function<void(X509&)> const& change)
{
    x509 const cert(PEM_read_bio_X509(reading(c.certificate_pem).get(), nullptr, nullptr, nullptr));
    auto const& key_pem = issuer ? issuer->private_key_pem : c.private_key_pem;
    key const signer(PEM_read_bio_PrivateKey(reading(key_pem).get(), nullptr, nullptr, nullptr));
    REQUIRE((cert && signer));
    change(*cert);
    REQUIRE(X509_sign(cert.get(), signer.get(), EVP_sha256()) > 0);
    bio const out(BIO_new(BIO_s_mem()));
    REQUIRE(PEM_write_bio_X509(out.get(), cert.get()) == 1);
    char* text = nullptr;
    long const size = BIO_get_mem_data(out.get(), &text);
    return {std::string(text, static_cast<std::size_t>(size)), c.private_key_pem};
}

void set_extension(X509& c, int nid, std::string const& value)
{
    if (int const at = X509_get_ext_by_NID(&c, nid, -1); at >= 0)
        extension(X509_delete_ext(&c, at));
    extension const made(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    REQUIRE(made);
    REQUIRE(X509_add_ext(&c, made.get(), -1) == 1);
}

certificate chain(certificate leaf, certificate const& issuer)
{
    leaf.certificate_pem += issuer.certificate_pem;
    return leaf;
}

testing::mock_vault_options shows(certificate const& c)
{
    testing::mock_vault_options out;
    out.server_certificate = c;
    return out;
}

testing::mock_vault_options with_context(
    certificate const& c, std::function<void(asio::ssl::context&)> const& change)
{
    testing::mock_vault_options out;
    auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->use_certificate_chain(asio::buffer(c.certificate_pem));
    context->use_private_key(asio::buffer(c.private_key_pem), asio::ssl::context::pem);
    change(*context);
    out.context = context;
    return out;
}

loopback::adjust trusts(certificate const& c)
{
    return [pem = c.certificate_pem](client_options& o) { o.tls.ca_pem = pem; };
}

loopback::adjust trusts_by_context(
    certificate const& c, std::function<void(asio::ssl::context&)> const& change)
{
    auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    context->add_certificate_authority(asio::buffer(c.certificate_pem));
    if (change)
        change(*context);
    return [context](client_options& o) {
        o.tls = {};
        o.tls.context = context;
    };
}

void check_refused(
    loopback& f, std::string const& reason, std::string const& subject, call_options const& options)
{
    auto const c = f.make(options);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK(e.code);
    CHECK_THAT(e.reason, ContainsSubstring(reason));
    CHECK(e.certificate_subject == subject);
    std::string const message = c->error().message();
    CHECK_THAT(message, ContainsSubstring("(handshake): "));
    CHECK_THAT(message, ContainsSubstring(e.reason));
    CHECK_THAT(message, ContainsSubstring(subject));
    CHECK_THAT(message, ContainsSubstring("(1 attempt, delivered: never)"));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    CHECK(f.mock->connections_accepted() == 1);
    CHECK(f.mock->requests().empty());
    f.check_pool(0, 0, 0, 1);
}

} // namespace apideck::tests
