#ifndef APIDECK_CORE_SERVER_URL_HPP
#define APIDECK_CORE_SERVER_URL_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/option_error.hpp>

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// Where requests go: a server, and the path that stands before each operation's.
struct server_url {
    http::origin origin{};
    /// Without a trailing slash; empty or beginning with `/`.
    std::string path{};

    friend bool operator==(server_url const&, server_url const&) = default;
};

/** Read `http[s]://host[:port][/path]` (RFC 3986). User information, query and fragment are
    refused, for they would be lost; so is anything but ASCII: an international name goes in
    Punycode. @return What is wrong, where it is no such URL. */
APIDECK_DECL boost::system::result<server_url, http::option_error> parse_server_url(
    std::string_view text);

/// The value of `Host`: brackets around an IPv6 address, the port where it is not the scheme's.
APIDECK_DECL std::string host_field(http::origin const& origin);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/server_url.ipp>
#endif

#endif
