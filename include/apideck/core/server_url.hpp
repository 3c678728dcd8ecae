#ifndef APIDECK_CORE_SERVER_URL_HPP
#define APIDECK_CORE_SERVER_URL_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/detail/authority.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/option_error.hpp>

#include <boost/system/result.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// Where requests go: a server, and the path that stands before each operation's.
struct server_url {
    http::origin origin{};
    /// Without a trailing slash; empty or beginning with `/`.
    std::string path{};

    friend bool operator==(server_url const&, server_url const&) = default;
};

namespace detail {

/// Whether each `%` begins the escape of a byte.
inline bool escapes_are_whole(std::string_view text)
{
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
        if (text.substr(at + 1, 2).find_first_not_of("0123456789abcdefABCDEF")
                != std::string_view::npos
            || text.size() - at < 3)
            return false;
    return true;
}

} // namespace detail

/** Read `http[s]://host[:port][/path]` (RFC 3986). User information, query and fragment are refused,
    for they would be lost; so is anything but ASCII: an international name goes in Punycode.
    @return The URL, or what is wrong with it. */
inline boost::system::result<server_url, http::option_error> parse_server_url(
    std::string_view text)
{
    auto const refuse = [](std::string_view reason) {
        return boost::system::result<server_url, http::option_error>(boost::system::in_place_error,
            http::option_error{"server_url", std::string(reason)});
    };
    auto const scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos)
        return refuse("needs a scheme and a host, as in https://unify.apideck.com");
    auto const scheme = text.substr(0, scheme_end);
    server_url url;
    if (http::same_name(scheme, "http"))
        url.origin = {false, {}, 80};
    else if (!http::same_name(scheme, "https"))
        return refuse("the scheme must be https");

    auto const rest = text.substr(scheme_end + 3);
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    auto path = rest.substr(authority.size());
    if (authority.find('@') != std::string_view::npos)
        return refuse("must not hold user information; the key is an option of its own");
    if (path.find_first_of("?#") != std::string_view::npos)
        return refuse("must not have a query or a fragment");
    if (!http::detail::only_has(path, "/-._~!$&'()*+,;=:@%") || !detail::escapes_are_whole(path))
        return refuse("the path holds a character that a URL can't");

    if (auto const wrong = http::detail::read_authority(authority, url.origin); !wrong.empty())
        return refuse(wrong);
    while (path.ends_with('/'))
        path.remove_suffix(1);
    url.path = path;
    return {boost::system::in_place_value, std::move(url)};
}

/// The value of `Host`: brackets around an IPv6 address, the port if it is not the scheme's.
inline std::string host_field(http::origin const& origin)
{
    std::string out = http::detail::bracketed(origin.host);
    if (origin.port != (origin.tls ? 443 : 80))
        out += ':' + std::to_string(origin.port);
    return out;
}

} // namespace apideck::core

#endif
