#ifndef APIDECK_TESTING_CERTIFICATE_HPP
#define APIDECK_TESTING_CERTIFICATE_HPP

#include <apideck/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

/// The kind of a certificate's key.
enum class key_type : std::uint8_t {
    ec,  ///< P-256
    rsa, ///< of `certificate_spec::rsa_bits`
};

/// What an X.509 certificate says. The defaults make one that verifies for nobody: it has no names.
struct certificate_spec {
    /// The subject's `CN`.
    std::string common_name{"apideck mock"};
    /// `subjectAltName`: host names, `*.example.com` included.
    std::vector<std::string> dns_names{};
    /// `subjectAltName`: addresses ("127.0.0.1", "::1").
    std::vector<std::string> ip_addresses{};
    /// From when it is valid, counted from now; negative is past.
    std::chrono::seconds not_before{std::chrono::hours(-1)};
    /// Until when it is valid, counted from now; negative is past.
    std::chrono::seconds not_after{std::chrono::hours(24)};
    /// It may sign others. One that may not is for TLS servers and clients.
    bool is_ca{};
    /// The hash that is signed, by OpenSSL's name: "sha256", "sha1", ...
    std::string digest{"sha256"};
    /// The kind of its key.
    key_type key{key_type::ec};
    /// The size of an RSA key in bits; of no effect on others.
    unsigned rsa_bits{2048};
};

/// A certificate and its key, as PEM text. A chain is texts one after another, the leaf first.
struct certificate {
    /// The certificate.
    std::string certificate_pem{};
    /// Its private key, not encrypted.
    std::string private_key_pem{};
};

/** Make a certificate with a new key, for tests.

    @param spec What it says.
    @param issuer Signs it; its own certificate is not appended. Null: it signs itself.
    @throws std::runtime_error for what OpenSSL can't make: an unknown digest, a name that is no
    host name or address, an issuer that is no PEM text.
*/
[[nodiscard]] APIDECK_DECL certificate make_certificate(
    certificate_spec const& spec, certificate const* issuer = nullptr);

} // namespace apideck::testing

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/certificate.ipp>
#endif

#endif
