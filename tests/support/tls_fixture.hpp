#ifndef APIDECK_TESTS_SUPPORT_TLS_FIXTURE_HPP
#define APIDECK_TESTS_SUPPORT_TLS_FIXTURE_HPP

#include "loopback_fixture.hpp"

#include <apideck/detail/asio.hpp>
#include <apideck/testing/certificate.hpp>

#include <boost/asio/ssl/context.hpp>

#include <openssl/x509.h>

#include <functional>
#include <string>

namespace apideck::tests {

using testing::certificate;
using testing::certificate_spec;
using testing::make_certificate;

/// A root that no system trusts.
[[nodiscard]] testing::certificate root(testing::key_type key = testing::key_type::ec);

/// What a certificate of the test's server says where all is well: for localhost, "the test server".
[[nodiscard]] testing::certificate_spec for_localhost();

/// A certificate and its key, changed by `change` and signed again by its issuer; null: by itself.
[[nodiscard]] testing::certificate changed(testing::certificate const& c,
    testing::certificate const* issuer, std::function<void(X509&)> const& change);

/// Put an extension in place of the one of its kind, in OpenSSL's notation ("clientAuth").
void set_extension(X509& c, int nid, std::string const& value);

/// The leaf first.
[[nodiscard]] testing::certificate chain(
    testing::certificate leaf, testing::certificate const& issuer);

/// A server that shows a chain.
[[nodiscard]] testing::mock_vault_options shows(testing::certificate const& c);

/// A server that shows a chain and whose context is as `change` has it.
[[nodiscard]] testing::mock_vault_options with_context(
    testing::certificate const& c, std::function<void(asio::ssl::context&)> const& change);

/// A client that trusts a root alone.
[[nodiscard]] loopback::adjust trusts(testing::certificate const& c);

/// A client with a context of its own, which trusts a root alone and is as `change` has it.
[[nodiscard]] loopback::adjust trusts_by_context(
    testing::certificate const& c, std::function<void(asio::ssl::context&)> const& change = {});

/// The client refuses the server: that is said, and why, nothing is sent, and it is not tried again.
void check_refused(loopback& f, std::string const& reason, std::string const& subject,
    call_options const& options = {});

} // namespace apideck::tests

#endif
