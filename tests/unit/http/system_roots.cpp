#include <apideck/http/detail/system_roots.hpp>
#include <apideck/testing/certificate.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/temporary_file.hpp>

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

using apideck::http::detail::load_system_roots;

namespace {

using context_ptr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

context_ptr make_context() { return {SSL_CTX_new(TLS_client_method()), &SSL_CTX_free}; }

#if !defined(_WIN32) && !defined(__APPLE__)

/// Sets an environment variable for a test.
class environment {
public:
    environment(char const* name, std::string const& value) : name_(name)
    {
        if (char const* before = std::getenv(name))
            before_ = before;
        setenv(name, value.c_str(), 1);
    }
    ~environment()
    {
        if (before_)
            setenv(name_, before_->c_str(), 1);
        else
            unsetenv(name_);
    }
    environment(environment const&) = delete;
    environment& operator=(environment const&) = delete;

private:
    char const* name_;
    std::optional<std::string> before_;
};

#endif

int trusted(SSL_CTX* context)
{
    auto* const all = X509_STORE_get1_all_certs(SSL_CTX_get_cert_store(context));
    int const count = sk_X509_num(all);
    sk_X509_pop_free(all, X509_free);
    return count;
}

} // namespace

TEST_CASE("The system's roots load without an error, and leave none to OpenSSL", "[system_roots]")
{
    auto const context = make_context();
    CHECK_FALSE(load_system_roots(context.get()).failed());
    CHECK(ERR_peek_error() == 0);
}

#if !defined(_WIN32) && !defined(__APPLE__)

TEST_CASE("SSL_CERT_FILE names the roots to trust", "[system_roots]")
{
    apideck::testing::certificate_spec spec;
    spec.is_ca = true;
    apideck::tests::temporary_file const root(
        apideck::testing::make_certificate(spec).certificate_pem);
    environment const set("SSL_CERT_FILE", root.path);
    auto const context = make_context();
    REQUIRE_FALSE(load_system_roots(context.get()).failed());
    CHECK(trusted(context.get()) == 1);
}

TEST_CASE("A file of roots that is not there trusts nothing and is no error", "[system_roots]")
{
    environment const set("SSL_CERT_FILE", "/nonexistent/roots.pem");
    auto const context = make_context();
    CHECK_FALSE(load_system_roots(context.get()).failed());
    CHECK(trusted(context.get()) == 0);
    CHECK(ERR_peek_error() == 0);
}

#else

TEST_CASE("The system has roots", "[system_roots]")
{
    auto const context = make_context();
    REQUIRE_FALSE(load_system_roots(context.get()).failed());
    CHECK(trusted(context.get()) > 10);
}

#endif
