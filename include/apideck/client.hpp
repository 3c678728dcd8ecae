#ifndef APIDECK_CLIENT_HPP
#define APIDECK_CLIENT_HPP

#include <apideck/basic_client.hpp>
#include <apideck/http/https_transport.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The client over HTTPS.
using client = basic_client<http::https_transport>;

} // namespace apideck

#endif
