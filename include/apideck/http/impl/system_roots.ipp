#ifndef APIDECK_HTTP_IMPL_SYSTEM_ROOTS_IPP
#define APIDECK_HTTP_IMPL_SYSTEM_ROOTS_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/system_roots.hpp>

// One of them defines load_system_roots.
#if defined(_WIN32)
#include <apideck/http/impl/system_roots_windows.ipp>
#elif defined(__APPLE__)
#include <apideck/http/impl/system_roots_macos.ipp>
#else

#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL boost::system::error_code load_system_roots(SSL_CTX* context)
{
    if (SSL_CTX_set_default_verify_paths(context) == 1)
        return {};
    return {static_cast<int>(ERR_get_error()), asio::error::get_ssl_category()};
}

} // namespace apideck::http::detail

#endif

#endif
