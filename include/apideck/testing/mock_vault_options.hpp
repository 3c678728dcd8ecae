#ifndef APIDECK_TESTING_MOCK_VAULT_OPTIONS_HPP
#define APIDECK_TESTING_MOCK_VAULT_OPTIONS_HPP

#include <apideck/http/tls_context.hpp>
#include <apideck/testing/certificate.hpp>

#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

/// What a mock is made with.
struct mock_vault_options {
    /// Serve HTTPS; else plain HTTP.
    bool tls{true};
    /// The only key to accept. Empty: any.
    std::string api_key{};
    /// What a session's address begins with; the token follows. Empty: the mock's own `/session/`,
    /// where it serves a page to sessions of any mock.
    std::string session_uri_base{"https://vault.apideck.com/session/"};
    /// The chain to show, leaf first, and the leaf's key. Empty: one for localhost, 127.0.0.1 and
    /// ::1, signed by a root of the mock's own (`mock_vault::ca_pem`). Weak ones are served, too.
    certificate server_certificate{};
    /// Used as it is, in place of the certificates above. Null: one is made of them.
    http::tls_context context{};
};

} // namespace apideck::testing

#endif
