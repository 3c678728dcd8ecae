#ifndef APIDECK_HTTP_IMPL_SYSTEM_ROOTS_WINDOWS_IPP
#define APIDECK_HTTP_IMPL_SYSTEM_ROOTS_WINDOWS_IPP

#include <apideck/http/detail/system_roots.hpp>

#include <boost/asio/ip/tcp.hpp> // includes windows.h the way Asio needs it

#include <openssl/err.h>
#include <openssl/x509.h>

#include <windows.h>

#include <wincrypt.h>
// Names of OpenSSL's that wincrypt.h takes for macros.
#undef X509_NAME
#undef X509_EXTENSIONS
#undef PKCS7_ISSUER_AND_SERIAL
#undef PKCS7_SIGNER_INFO
#undef OCSP_REQUEST
#undef OCSP_RESPONSE

#include <cstring>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Whether a root may vouch for servers, by its extension and by what an administrator set.
inline bool may_identify_servers(PCCERT_CONTEXT root)
{
    DWORD size = 0;
    if (!CertGetEnhancedKeyUsage(root, 0, nullptr, &size))
        return false;
    // The structure has pointers into what follows it, so its alignment is that of a pointer.
    std::vector<void*> buffer(size / sizeof(void*) + 1);
    auto* const usage = reinterpret_cast<CERT_ENHKEY_USAGE*>(buffer.data());
    if (!CertGetEnhancedKeyUsage(root, 0, usage, &size))
        return false;
    // Without a list: CRYPT_E_NOT_FOUND for any use, no error for none.
    if (usage->cUsageIdentifier == 0)
        return GetLastError() == static_cast<DWORD>(CRYPT_E_NOT_FOUND);
    for (DWORD i = 0; i != usage->cUsageIdentifier; ++i)
        if (std::strcmp(usage->rgpszUsageIdentifier[i], szOID_PKIX_KP_SERVER_AUTH) == 0)
            return true;
    return false;
}

APIDECK_DECL boost::system::error_code load_system_roots(SSL_CTX* context)
{
    HCERTSTORE const store = CertOpenSystemStoreW(0, L"ROOT");
    if (!store)
        return {static_cast<int>(GetLastError()), boost::system::system_category()};
    X509_STORE* const roots = SSL_CTX_get_cert_store(context);
    // Each call frees the certificate before.
    PCCERT_CONTEXT found = nullptr;
    while ((found = CertEnumCertificatesInStore(store, found)) != nullptr) {
        if (!may_identify_servers(found))
            continue;
        unsigned char const* bytes = found->pbCertEncoded;
        if (X509* const root = d2i_X509(nullptr, &bytes, static_cast<long>(found->cbCertEncoded))) {
            X509_STORE_add_cert(roots, root);
            X509_free(root);
        }
    }
    CertCloseStore(store, 0);
    // What OpenSSL could not read is not trusted, and no error of the calls to come.
    ERR_clear_error();
    return {};
}

} // namespace apideck::http::detail

#endif
