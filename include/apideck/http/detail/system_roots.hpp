#ifndef APIDECK_HTTP_DETAIL_SYSTEM_ROOTS_HPP
#define APIDECK_HTTP_DETAIL_SYSTEM_ROOTS_HPP

#include <apideck/detail/config.hpp>

#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** Trust the root certificates that the system trusts.

    - Windows: the certificate store `ROOT` of the user, which shows the machine's as well. Of its
      certificates those that may not identify servers are left out. Windows fetches a root
      that it lacks when a program of its own meets one; that does not happen for OpenSSL.
    - macOS: what Security has as anchors, and what an administrator or the user added as trusted for
      TLS in Keychain; what any of them denies is left out.
    - elsewhere: the file and folder that OpenSSL was built with, or those that the environment
      variables `SSL_CERT_FILE` and `SSL_CERT_DIR` name.

    @return No error also where there is no root certificate at all: the first server's certificate is
    then refused. An error of the system where its store can't be opened.
*/
APIDECK_DECL boost::system::error_code load_system_roots(SSL_CTX* context);

} // namespace apideck::http::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/system_roots.ipp>
#endif

#endif
