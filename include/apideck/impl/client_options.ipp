#ifndef APIDECK_IMPL_CLIENT_OPTIONS_IPP
#define APIDECK_IMPL_CLIENT_OPTIONS_IPP

#include <apideck/client_options.hpp>

#include <cstdlib>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

namespace detail {

/// What the environment has under the first of two names, or else the second. Empty is not set.
inline char const* either_variable(char const* first, char const* second)
{
    char const* const value = std::getenv(first);
    return value && *value ? value : std::getenv(second);
}

} // namespace detail

APIDECK_DECL client_options client_options::from_environment()
{
    client_options options;
    if (char const* key = std::getenv("APIDECK_API_KEY"))
        options.api_key = key;
    if (char const* id = std::getenv("APIDECK_APP_ID"))
        options.app_id = id;
    if (char const* id = std::getenv("APIDECK_CONSUMER_ID"))
        options.consumer_id = id;
    if (char const* url = detail::either_variable("https_proxy", "HTTPS_PROXY"))
        options.proxy.url = url;
    if (char const* list = detail::either_variable("no_proxy", "NO_PROXY"))
        options.proxy.no_proxy = list;
    return options;
}

} // namespace apideck

#endif
