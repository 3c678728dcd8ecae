#ifndef APIDECK_IMPL_CLIENT_OPTIONS_IPP
#define APIDECK_IMPL_CLIENT_OPTIONS_IPP

#include <apideck/client_options.hpp>

#include <cstdlib>

namespace apideck {

APIDECK_DECL client_options client_options::from_environment()
{
    client_options options;
    if (char const* key = std::getenv("APIDECK_API_KEY"))
        options.api_key = key;
    if (char const* id = std::getenv("APIDECK_APP_ID"))
        options.app_id = id;
    if (char const* id = std::getenv("APIDECK_CONSUMER_ID"))
        options.consumer_id = id;
    return options;
}

} // namespace apideck

#endif
