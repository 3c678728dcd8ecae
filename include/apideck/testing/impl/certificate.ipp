#ifndef APIDECK_TESTING_IMPL_CERTIFICATE_IPP
#define APIDECK_TESTING_IMPL_CERTIFICATE_IPP

#include <apideck/testing/certificate.hpp>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

namespace detail {

template <auto Free>
struct openssl_free {
    template <class T>
    void operator()(T* p) const noexcept
    {
        Free(p);
    }
};
using bio_ptr = std::unique_ptr<BIO, openssl_free<&BIO_free_all>>;
using key_ptr = std::unique_ptr<EVP_PKEY, openssl_free<&EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, openssl_free<&X509_free>>;
using name_ptr = std::unique_ptr<X509_NAME, openssl_free<&X509_NAME_free>>;
using bignum_ptr = std::unique_ptr<BIGNUM, openssl_free<&BN_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, openssl_free<&X509_EXTENSION_free>>;

/// Throws unless OpenSSL did what was asked.
inline void require(bool good, std::string_view what)
{
    if (good)
        return;
    std::string message = "make_certificate: can't make the " + std::string(what);
    if (auto const code = ERR_get_error()) {
        char reason[256];
        ERR_error_string_n(code, reason, sizeof reason);
        message.append(": ").append(reason);
    }
    ERR_clear_error();
    throw std::runtime_error(message);
}

inline key_ptr make_key(certificate_spec const& spec)
{
    // What the macros EVP_EC_gen and EVP_RSA_gen do, without their casts.
    key_ptr key(spec.key == key_type::ec
            ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
            : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{spec.rsa_bits}));
    require(key != nullptr, "key");
    return key;
}

inline bio_ptr open_pem(std::string const& text)
{
    bio_ptr in(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    require(in != nullptr, "issuer");
    return in;
}

inline std::string take_text(bio_ptr const& from)
{
    char* data = nullptr;
    long const size = BIO_get_mem_data(from.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

inline void set_serial(X509& cert)
{
    bignum_ptr const number(BN_new());
    require(number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY)
            && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&cert)),
        "serial number");
}

inline void add_extension(X509& cert, X509& issuer, int nid, std::string const& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, &issuer, &cert, nullptr, nullptr, 0);
    extension_ptr const extension(X509V3_EXT_nconf_nid(nullptr, &context, nid, value.c_str()));
    require(extension && X509_add_ext(&cert, extension.get(), -1), "extension " + value);
}

/// `DNS:a,DNS:b,IP:::1`: OpenSSL's own notation, in which a comma would begin another name.
inline std::string alternative_names(certificate_spec const& spec)
{
    std::string out;
    auto const add = [&](std::string_view kind, std::string const& name) {
        require(!name.empty() && name.find_first_of(", \r\n") == std::string::npos, "name " + name);
        out += out.empty() ? "" : ",";
        out.append(kind).append(name);
    };
    for (auto const& name : spec.dns_names)
        add("DNS:", name);
    for (auto const& address : spec.ip_addresses)
        add("IP:", address);
    return out;
}

inline void add_extensions(X509& cert, X509& issuer, certificate_spec const& spec)
{
    detail::add_extension(
        cert, issuer, NID_basic_constraints, spec.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    detail::add_extension(cert, issuer, NID_key_usage,
        spec.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!spec.is_ca)
        detail::add_extension(cert, issuer, NID_ext_key_usage, "serverAuth,clientAuth");
    detail::add_extension(cert, issuer, NID_subject_key_identifier, "hash");
    detail::add_extension(cert, issuer, NID_authority_key_identifier, "keyid");
    if (auto const names = alternative_names(spec); !names.empty())
        detail::add_extension(cert, issuer, NID_subject_alt_name, names);
}

} // namespace detail

APIDECK_DECL certificate make_certificate(certificate_spec const& spec, certificate const* issuer)
{
    using detail::require;
    auto const key = detail::make_key(spec);
    detail::x509_ptr const cert(X509_new());
    require(cert != nullptr, "certificate");

    detail::x509_ptr issuer_cert;
    detail::key_ptr issuer_key;
    if (issuer) {
        auto const cert_text = detail::open_pem(issuer->certificate_pem);
        auto const key_text = detail::open_pem(issuer->private_key_pem);
        issuer_cert.reset(PEM_read_bio_X509(cert_text.get(), nullptr, nullptr, nullptr));
        issuer_key.reset(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
        require(issuer_cert && issuer_key, "issuer");
    }
    X509& signer = issuer ? *issuer_cert : *cert;

    detail::set_serial(*cert);
    detail::name_ptr const subject(X509_NAME_new());
    using seconds = std::chrono::duration<long>;
    auto const* name = reinterpret_cast<unsigned char const*>(spec.common_name.c_str());
    require(X509_set_version(cert.get(), X509_VERSION_3)
            && X509_gmtime_adj(
                X509_getm_notBefore(cert.get()), seconds(spec.not_before).count())
            && X509_gmtime_adj(
                X509_getm_notAfter(cert.get()), seconds(spec.not_after).count())
            && X509_set_pubkey(cert.get(), key.get()) && subject
            && X509_NAME_add_entry_by_txt(subject.get(), "CN", MBSTRING_UTF8, name, -1, -1, 0)
            && X509_set_subject_name(cert.get(), subject.get())
            && X509_set_issuer_name(cert.get(), X509_get_subject_name(&signer)),
        "certificate");
    detail::add_extensions(*cert, signer, spec);
    auto const* digest = EVP_get_digestbyname(spec.digest.c_str());
    auto* const signing_key = issuer ? issuer_key.get() : key.get();
    require(digest && X509_sign(cert.get(), signing_key, digest), "signature");

    detail::bio_ptr const cert_text(BIO_new(BIO_s_mem()));
    detail::bio_ptr const key_text(BIO_new(BIO_s_mem()));
    require(cert_text && key_text && PEM_write_bio_X509(cert_text.get(), cert.get())
            && PEM_write_bio_PrivateKey(
                key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr),
        "PEM text");
    return {detail::take_text(cert_text), detail::take_text(key_text)};
}

} // namespace apideck::testing

#endif
