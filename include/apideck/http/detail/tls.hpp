#ifndef APIDECK_HTTP_DETAIL_TLS_HPP
#define APIDECK_HTTP_DETAIL_TLS_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/option_error.hpp>
#include <apideck/http/transport_options.hpp>

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <openssl/ssl.h>

#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// The context that all connections of a transport share.
APIDECK_DECL boost::system::result<tls_context, option_error> make_tls_context(
    tls_options const& options);

/** Verify that the certificate is for `host` (a name or an IP address, in `subjectAltName` only), and
    send the name (SNI). @return Whether OpenSSL took it. */
APIDECK_DECL bool expect_host(SSL* ssl, std::string const& host);

/// Why a certificate was refused (an `X509_V_ERR_...`) and what can be done about it.
APIDECK_DECL std::string explain_verification(long code, std::string const& host);

/** Why there is no TLS with `host`, where no certificate was refused here, and what can be done about
    it. @return Empty where that is not known; what is known another attempt would meet again. */
APIDECK_DECL std::string explain_tls(boost::system::error_code ec, std::string const& host);

/// The subject of a certificate, as "CN = example.com, O = Example".
APIDECK_DECL std::string subject_of(X509* certificate);

} // namespace apideck::http::detail

#endif
