#ifndef APIDECK_HTTP_IMPL_SYSTEM_ROOTS_MACOS_IPP
#define APIDECK_HTTP_IMPL_SYSTEM_ROOTS_MACOS_IPP

#include <apideck/http/detail/system_roots.hpp>

#include <openssl/err.h>
#include <openssl/x509.h>

#include <CoreFoundation/CoreFoundation.h>
#include <Security/Security.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <type_traits>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Releases what a Core Foundation function named Copy or Create gave.
struct release_cf {
    void operator()(void const* object) const { CFRelease(object); }
};
template <class Ref>
using owned_cf = std::unique_ptr<std::remove_pointer_t<Ref>, release_cf>;

enum class trust : std::uint8_t { unspecified, trusted, denied };

/// Whether one of a certificate's trust settings is about all TLS, not another use or a certain host.
inline bool is_about_tls(CFDictionaryRef setting)
{
    if (CFDictionaryContainsKey(setting, kSecTrustSettingsPolicyString)
        || CFDictionaryContainsKey(setting, kSecTrustSettingsApplication))
        return false;
    auto const policy = static_cast<SecPolicyRef>(
        const_cast<void*>(CFDictionaryGetValue(setting, kSecTrustSettingsPolicy)));
    if (!policy)
        return true;
    owned_cf<CFDictionaryRef> const properties(SecPolicyCopyProperties(policy));
    auto const* const kind = properties ? CFDictionaryGetValue(properties.get(), kSecPolicyOid)
                                        : nullptr;
    return kind && CFEqual(kind, kSecPolicyAppleSSL);
}

/// What one domain (administrator or user) says of a certificate as a root of TLS servers.
inline trust trust_in(SecCertificateRef certificate, SecTrustSettingsDomain domain)
{
    CFArrayRef copied = nullptr;
    if (SecTrustSettingsCopyTrustSettings(certificate, domain, &copied) != errSecSuccess || !copied)
        return trust::unspecified;
    owned_cf<CFArrayRef> const settings(copied);
    CFIndex const count = CFArrayGetCount(copied);
    if (count == 0)
        return trust::trusted; // "always trust"
    auto outcome = trust::unspecified;
    for (CFIndex i = 0; i != count; ++i) {
        auto const setting = static_cast<CFDictionaryRef>(CFArrayGetValueAtIndex(copied, i));
        if (!is_about_tls(setting))
            continue;
        std::uint32_t result = kSecTrustSettingsResultTrustRoot; // where the setting does not say
        if (void const* const value = CFDictionaryGetValue(setting, kSecTrustSettingsResult))
            CFNumberGetValue(static_cast<CFNumberRef>(value), kCFNumberSInt32Type, &result);
        if (result == kSecTrustSettingsResultDeny)
            return trust::denied;
        if (result == kSecTrustSettingsResultTrustRoot)
            outcome = trust::trusted;
    }
    return outcome;
}

inline void add_root(X509_STORE* roots, SecCertificateRef certificate)
{
    owned_cf<CFDataRef> const der(SecCertificateCopyData(certificate));
    if (!der)
        return;
    unsigned char const* bytes = CFDataGetBytePtr(der.get());
    if (X509* const root = d2i_X509(
            nullptr, &bytes, static_cast<long>(CFDataGetLength(der.get())))) {
        X509_STORE_add_cert(roots, root);
        X509_free(root);
    }
}

/// Add those of `certificates` that nobody denies and that `wanted` or a domain trusts.
inline void add_roots(X509_STORE* roots, CFArrayRef certificates, bool wanted)
{
    for (CFIndex i = 0, count = CFArrayGetCount(certificates); i != count; ++i) {
        auto const certificate = static_cast<SecCertificateRef>(
            const_cast<void*>(CFArrayGetValueAtIndex(certificates, i)));
        trust const by_user = trust_in(certificate, kSecTrustSettingsDomainUser);
        trust const by_admin = trust_in(certificate, kSecTrustSettingsDomainAdmin);
        if (by_user == trust::denied || by_admin == trust::denied)
            continue;
        if (wanted || by_user == trust::trusted || by_admin == trust::trusted)
            detail::add_root(roots, certificate);
    }
}

APIDECK_DECL boost::system::error_code load_system_roots(SSL_CTX* context)
{
    X509_STORE* const roots = SSL_CTX_get_cert_store(context);
    CFArrayRef copied = nullptr;
    OSStatus const status = SecTrustCopyAnchorCertificates(&copied);
    if (status != errSecSuccess || !copied)
        return {static_cast<int>(status == errSecSuccess ? errSecNotAvailable : status),
            boost::system::system_category()};
    owned_cf<CFArrayRef> const anchors(copied);
    detail::add_roots(roots, anchors.get(), true);
    for (SecTrustSettingsDomain const domain :
        {kSecTrustSettingsDomainAdmin, kSecTrustSettingsDomainUser}) {
        CFArrayRef added = nullptr; // absent where nothing was added
        if (SecTrustSettingsCopyCertificates(domain, &added) != errSecSuccess || !added)
            continue;
        owned_cf<CFArrayRef> const owned(added);
        detail::add_roots(roots, added, false);
    }
    // What OpenSSL could not read is not trusted, and no error of the calls to come.
    ERR_clear_error();
    return {};
}

} // namespace apideck::http::detail

#endif
