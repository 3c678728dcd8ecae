#ifndef APIDECK_IMPL_TLS_IPP
#define APIDECK_IMPL_TLS_IPP

#include <apideck/http/detail/tls.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>

#include <openssl/bio.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#if defined(_WIN32)
#include <windows.h>

#include <wincrypt.h>
// Names of OpenSSL's that wincrypt.h takes for macros.
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_ISSUER_AND_SERIAL
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE
#endif

#include <string_view>

namespace apideck::http::detail {

/// Trust what the system trusts.
inline void load_system_roots(asio::ssl::context& context, boost::system::error_code& ec)
{
#if defined(_WIN32)
    // OpenSSL has no way to Windows' store: copy its roots.
    HCERTSTORE const store = CertOpenSystemStoreW(0, L"ROOT");
    if (!store) {
        ec.assign(static_cast<int>(GetLastError()), boost::system::system_category());
        return;
    }
    X509_STORE* const roots = SSL_CTX_get_cert_store(context.native_handle());
    for (PCCERT_CONTEXT found = nullptr;
         (found = CertEnumCertificatesInStore(store, found)) != nullptr;) {
        unsigned char const* bytes = found->pbCertEncoded;
        if (X509* root = d2i_X509(nullptr, &bytes, static_cast<long>(found->cbCertEncoded))) {
            X509_STORE_add_cert(roots, root);
            X509_free(root);
        }
    }
    CertCloseStore(store, 0);
#else
    context.set_default_verify_paths(ec);
#endif
}

APIDECK_DECL boost::system::result<std::shared_ptr<asio::ssl::context>, tls_option_error>
make_tls_context(tls_options const& options)
{
    using result
        = boost::system::result<std::shared_ptr<asio::ssl::context>, tls_option_error>;
    if (options.context)
        return result(boost::system::in_place_value, options.context);

    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);

    boost::system::error_code ec;
    auto const refuse = [&](char const* option) {
        return result(boost::system::in_place_error, tls_option_error{option, ec.message()});
    };
    if (options.ca_file.empty() && options.ca_pem.empty())
        load_system_roots(*context, ec);
    if (ec)
        return refuse("tls (the system's root certificates)");
    if (!options.ca_file.empty())
        context->load_verify_file(options.ca_file, ec);
    if (ec)
        return refuse("tls.ca_file");
    if (!options.ca_pem.empty()) {
        if (options.ca_pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
            return result(boost::system::in_place_error,
                tls_option_error{"tls.ca_pem", "holds no certificate in PEM form"});
        context->add_certificate_authority(asio::buffer(options.ca_pem), ec);
    }
    if (ec)
        return refuse("tls.ca_pem");
    if (!options.certificate_chain_file.empty())
        context->use_certificate_chain_file(options.certificate_chain_file, ec);
    if (ec)
        return refuse("tls.certificate_chain_file");
    if (!options.private_key_file.empty())
        context->use_private_key_file(options.private_key_file, asio::ssl::context::pem, ec);
    if (ec)
        return refuse("tls.private_key_file");
    return result(boost::system::in_place_value, std::move(context));
}

APIDECK_DECL bool expect_host(SSL* ssl, std::string const& host)
{
    boost::system::error_code not_an_address;
    asio::ip::make_address(host, not_an_address);
    X509_VERIFY_PARAM* const parameters = SSL_get0_param(ssl);
    SSL_set_hostflags(
        ssl, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (!not_an_address)
        return X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
    // A fully qualified name's last dot is for the resolver alone (RFC 6066 section 3).
    std::string name = host;
    if (name.ends_with('.'))
        name.pop_back();
    return X509_VERIFY_PARAM_set1_host(parameters, name.data(), name.size()) == 1
        && SSL_set_tlsext_host_name(ssl, name.c_str()) == 1;
}

APIDECK_DECL std::string explain_verification(long code, std::string const& host)
{
    std::string out = X509_verify_cert_error_string(code);
    switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return out + ": its subjectAltName does not name " + host + "; check server_url";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return out + "; the server has to renew it, or this machine's clock is ahead";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return out + "; this machine's clock may be behind";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        return out + "; if it is to be trusted, name its root in tls.ca_file or tls.ca_pem";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return out
            + "; the server leaves out an intermediate certificate, or its root is not trusted here "
              "(tls.ca_file, tls.ca_pem; on Linux the package ca-certificates)";
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return out + "; the server needs a stronger certificate";
    default: return out;
    }
}

APIDECK_DECL std::string subject_of(X509* certificate)
{
    std::unique_ptr<BIO, int (*)(BIO*)> const out(BIO_new(BIO_s_mem()), &BIO_free);
    if (!certificate || !out
        || X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate), 0, XN_FLAG_ONELINE)
            < 0)
        return {};
    char* text = nullptr;
    long const size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

} // namespace apideck::http::detail

#endif
