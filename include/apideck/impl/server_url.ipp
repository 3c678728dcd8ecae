#ifndef APIDECK_IMPL_SERVER_URL_IPP
#define APIDECK_IMPL_SERVER_URL_IPP

#include <apideck/core/server_url.hpp>

#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include <charconv>
#include <string>
#include <utility>

namespace apideck::core {

namespace detail {

inline bool only_has(std::string_view text, std::string_view punctuation)
{
    for (char const c : text) {
        bool const letter_or_digit
            = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter_or_digit && punctuation.find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

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

inline bool is_ipv6(std::string_view text)
{
    boost::system::error_code ec;
    asio::ip::make_address_v6(std::string(text), ec);
    return !ec && text.find('%') == std::string_view::npos;
}

/// Reads `[:port]`; an empty text leaves the port as it is.
inline bool read_port(std::string_view text, std::uint16_t& port)
{
    if (text.empty())
        return true;
    text.remove_prefix(1);
    char const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, port);
    return error == std::errc() && at == end && port != 0;
}

} // namespace detail

APIDECK_DECL boost::system::result<server_url, std::string> parse_server_url(std::string_view text)
{
    auto const refuse = [](char const* reason) {
        return boost::system::result<server_url, std::string>(
            boost::system::in_place_error, reason);
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
    if (!detail::only_has(path, "/-._~!$&'()*+,;=:@%") || !detail::escapes_are_whole(path))
        return refuse("the path holds a character that a URL can't");

    std::string_view host = authority, port;
    if (host.starts_with('[')) {
        auto const close = host.find(']');
        if (close == std::string_view::npos || !detail::is_ipv6(host.substr(1, close - 1)))
            return refuse("the brackets must hold an IPv6 address, as in https://[::1]");
        port = host.substr(close + 1);
        host = host.substr(1, close - 1);
        if (!port.empty() && port.front() != ':')
            return refuse("the host is followed by something that is no port");
    } else {
        auto const colon = host.find(':');
        port = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
        host = host.substr(0, colon);
        if (!detail::only_has(host, "-._"))
            return refuse("the host holds a character that a host name can't");
    }
    if (host.empty())
        return refuse("the host is missing");
    if (host.starts_with('.') || host.find("..") != std::string_view::npos)
        return refuse("the host has an empty label");
    if (!detail::read_port(port, url.origin.port))
        return refuse("the port must be a number from 1 to 65535");

    while (path.ends_with('/'))
        path.remove_suffix(1);
    url.origin.host = host;
    url.path = path;
    return {boost::system::in_place_value, std::move(url)};
}

APIDECK_DECL std::string host_field(http::origin const& origin)
{
    bool const ipv6 = origin.host.find(':') != std::string::npos;
    std::string out = ipv6 ? '[' + origin.host + ']' : origin.host;
    if (origin.port != (origin.tls ? 443 : 80))
        out += ':' + std::to_string(origin.port);
    return out;
}

} // namespace apideck::core

#endif
