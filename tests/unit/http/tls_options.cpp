// Options of TLS that can't be used.

#include <apideck/http/detail/tls.hpp>
#include <apideck/testing/certificate.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/temporary_file.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include <concepts>
#include <memory>
#include <string>

using namespace apideck;
using apideck::tests::temporary_file;

namespace {

/// A private key in PEM form, as it is and under a password.
std::string encrypted(std::string const& pem)
{
    std::unique_ptr<BIO, int (*)(BIO*)> const in(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key(
        PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    REQUIRE(key);
    std::unique_ptr<BIO, int (*)(BIO*)> const out(BIO_new(BIO_s_mem()), &BIO_free);
    char password[] = "secret";
    REQUIRE(PEM_write_bio_PKCS8PrivateKey(
                out.get(), key.get(), EVP_aes_128_cbc(), password, 6, nullptr, nullptr)
        == 1);
    char* text = nullptr;
    long const size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

} // namespace

TEST_CASE("an encrypted private key is refused, and nobody is asked for its password", "[tls]")
{
    auto const made = testing::make_certificate({.common_name = "client"});
    temporary_file const chain(made.certificate_pem);
    temporary_file const plain(made.private_key_pem);
    temporary_file const locked(encrypted(made.private_key_pem));

    http::tls_options options{.certificate_chain_file = chain.path, .private_key_file = plain.path};
    CHECK(http::detail::make_tls_context(options));

    options.private_key_file = locked.path;
    auto const refused = http::detail::make_tls_context(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().option == "tls.private_key_file");
    CHECK_FALSE(refused.error().reason.empty());
}

static_assert(std::convertible_to<std::shared_ptr<asio::ssl::context>, http::tls_context>);
static_assert(std::convertible_to<std::nullptr_t, http::tls_context>);
static_assert(!std::convertible_to<std::shared_ptr<asio::ip::tcp::socket>, http::tls_context>);
static_assert(!std::convertible_to<std::shared_ptr<int>, http::tls_context>);

TEST_CASE("a context of the caller's is shared, not copied", "[tls_options]")
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    auto* const native = context->native_handle();
    std::weak_ptr<asio::ssl::context> const watched = context;
    http::tls_context const shared(context);
    context.reset();
    CHECK_FALSE(watched.expired());
    CHECK(shared);
    CHECK(shared.native_handle() == native);
    CHECK(shared == http::tls_context(watched.lock()));
    CHECK_FALSE(http::tls_context(std::shared_ptr<asio::ssl::context>()));
    CHECK(http::tls_context(nullptr).native_handle() == nullptr);
}
