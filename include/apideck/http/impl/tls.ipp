#ifndef APIDECK_HTTP_IMPL_TLS_IPP
#define APIDECK_HTTP_IMPL_TLS_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/system_roots.hpp>
#include <apideck/http/detail/tls.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL boost::system::result<tls_context, option_error> make_tls_context(
    tls_options const& options)
{
    using result = boost::system::result<tls_context, option_error>;
    if (options.context)
        return result(boost::system::in_place_value, options.context);

    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // 112 bits of security, so no RSA below 2048 bits and no SHA-1. Some builds of OpenSSL ask less.
    constexpr int least_security_level = 2;
    if (SSL_CTX_get_security_level(context->native_handle()) < least_security_level)
        SSL_CTX_set_security_level(context->native_handle(), least_security_level);

    // OpenSSL would ask the terminal for the password of an encrypted key, and wait.
    SSL_CTX_set_default_passwd_cb(
        context->native_handle(), [](char*, int, int, void*) { return -1; });

    boost::system::error_code ec;
    auto const refuse = [&](char const* option) {
        ERR_clear_error(); // there may be more of them, and the thread's queue is not ours alone
        return result(boost::system::in_place_error, option_error{option, ec.message()});
    };
    if (options.ca_file.empty() && options.ca_pem.empty())
        ec = detail::load_system_roots(context->native_handle());
    if (ec)
        return refuse("tls (the system's root certificates)");
    if (!options.ca_file.empty())
        context->load_verify_file(options.ca_file, ec);
    if (ec)
        return refuse("tls.ca_file");
    if (!options.ca_pem.empty()) {
        if (options.ca_pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
            return result(boost::system::in_place_error,
                option_error{"tls.ca_pem", "holds no certificate in PEM form"});
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
        && SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
}

APIDECK_DECL std::string explain_verification(long code, std::string const& host)
{
    if (code == X509_V_ERR_CERT_NOT_YET_VALID) // newer versions of OpenSSL name the clock themselves
        return "certificate is not yet valid; this machine's clock may be behind";
    std::string out = X509_verify_cert_error_string(code);
    switch (code) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return out + ": its subjectAltName does not name " + host + "; check server_url";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return out + "; the server has to renew it, or this machine's clock is ahead";
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
    case X509_V_ERR_INVALID_PURPOSE:
        return out + "; it is not one for servers (extendedKeyUsage without serverAuth)";
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
        return out + "; it may not sign the certificate that it signed";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
        return out + "; the name constraints of its issuer do not allow its names";
    case X509_V_ERR_CERT_REJECTED:
        return out + "; the verification of tls.context's own left no chain that was verified";
    case X509_V_ERR_APPLICATION_VERIFICATION:
        return out + "; the verify callback of tls.context refused it";
    default: return out;
    }
}

inline std::string no_common_version(std::string const& host)
{
    return host + " has no version of TLS that is allowed here, which is 1.2 at least";
}

APIDECK_DECL std::string explain_tls(boost::system::error_code ec, std::string const& host)
{
    if (ec.category() != asio::error::get_ssl_category())
        return {};
    int const reason = ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
    switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
        return "what answers at " + host + " does not speak TLS; check server_url and its port";
    case SSL_R_UNSUPPORTED_PROTOCOL: return no_common_version(host);
    default: break;
    }
    // An alert of the server's. OpenSSL's names of its reasons differ from version to version.
    switch (reason - SSL_AD_REASON_OFFSET) {
    case SSL_AD_PROTOCOL_VERSION: return no_common_version(host);
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_INSUFFICIENT_SECURITY:
        return host + " found no ciphers in common, or demands a client certificate "
                      "(tls.certificate_chain_file, tls.private_key_file)";
    case SSL_AD_CERTIFICATE_REQUIRED:
        return host + " demands a client certificate (tls.certificate_chain_file, "
                      "tls.private_key_file)";
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_ACCESS_DENIED:
        return host + " refuses the client certificate of tls.certificate_chain_file";
    case SSL_AD_UNRECOGNIZED_NAME:
        return host + " has no certificate for that name; check server_url";
    default: return {};
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
