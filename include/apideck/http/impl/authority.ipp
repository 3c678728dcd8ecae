#ifndef APIDECK_HTTP_IMPL_AUTHORITY_IPP
#define APIDECK_HTTP_IMPL_AUTHORITY_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/authority.hpp>

#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include <charconv>
#include <cstdint>
#include <system_error>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL bool only_has(std::string_view text, std::string_view punctuation)
{
    for (char const c : text) {
        bool const letter_or_digit
            = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter_or_digit && punctuation.find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

inline bool is_ipv6(std::string_view text)
{
    boost::system::error_code ec;
    asio::ip::make_address_v6(std::string(text), ec); // reads up to a NUL, and takes a zone
    return !ec && only_has(text, ":.");
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

APIDECK_DECL std::string_view read_authority(std::string_view text, origin& out)
{
    std::string_view host = text, port;
    if (host.starts_with('[')) {
        auto const close = host.find(']');
        if (close == std::string_view::npos || !is_ipv6(host.substr(1, close - 1)))
            return "the brackets must hold an IPv6 address, as in [::1]";
        port = host.substr(close + 1);
        host = host.substr(1, close - 1);
        if (!port.empty() && port.front() != ':')
            return "the host is followed by something that is no port";
    } else {
        auto const colon = host.find(':');
        port = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
        host = host.substr(0, colon);
        if (!only_has(host, "-._"))
            return "the host holds a character that a host name can't";
    }
    if (host.empty())
        return "the host is missing";
    if (host.starts_with('.') || host.find("..") != std::string_view::npos)
        return "the host has an empty label";
    if (!read_port(port, out.port))
        return "the port must be a number from 1 to 65535";
    // Hosts are the same in either case (RFC 3986 section 6.2.2.1), and share connections.
    out.host = host;
    for (char& c : out.host)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return {};
}

APIDECK_DECL std::string bracketed(std::string const& host)
{
    return host.find(':') != std::string::npos ? '[' + host + ']' : host;
}

APIDECK_DECL std::string describe(origin const& server)
{
    return server.host + " port " + std::to_string(server.port);
}

} // namespace apideck::http::detail

#endif
