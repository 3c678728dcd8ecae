#ifndef APIDECK_HTTP_IMPL_PROXY_IPP
#define APIDECK_HTTP_IMPL_PROXY_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/authority.hpp>
#include <apideck/http/detail/proxy.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <system_error>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// A text without percent-encoding, or nothing where it has an escape that is none.
inline std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned char byte = 0;
        auto const digits = text.substr(i + 1, 2);
        auto const [at, error]
            = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (error != std::errc() || at != digits.data() + 2)
            return std::nullopt;
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

/// Read `user[:password]`. @return What is wrong with it, or an empty text.
inline std::string_view read_credentials(std::string_view text, std::string& out)
{
    auto const colon = (std::min)(text.find(':'), text.size());
    auto const user = percent_decoded(text.substr(0, colon));
    auto const password = percent_decoded(text.substr((std::min)(colon + 1, text.size())));
    if (!user || !password)
        return "a % of the user or the password begins no escape; %25 is a % itself";
    if (user->find(':') != std::string::npos)
        return "the user holds a colon, which Basic can't (RFC 7617)";
    auto credentials = *user + ':' + *password;
    if (std::any_of(credentials.begin(), credentials.end(),
            [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return "the user or the password holds a control character, which Basic can't (RFC 7617)";
    out = std::move(credentials);
    return {};
}

APIDECK_DECL boost::system::result<proxy, option_error> parse_proxy(std::string_view url)
{
    auto const refuse = [](std::string_view reason) {
        return boost::system::result<proxy, option_error>(
            boost::system::in_place_error, option_error{"proxy.url", std::string(reason)});
    };
    if (auto const end = url.find("://"); end != std::string_view::npos) {
        auto const scheme = url.substr(0, end);
        if (same_name(scheme, "https"))
            return refuse("a proxy that is itself spoken to by TLS is not supported: the scheme must "
                          "be http; what goes through the tunnel is encrypted all the same");
        if (!same_name(scheme, "http"))
            return refuse("the scheme must be http");
        url.remove_prefix(end + 3);
    }
    if (url.ends_with('/'))
        url.remove_suffix(1);
    if (url.find_first_of("/?#") != std::string_view::npos)
        return refuse("must not have a path, a query or a fragment; in a user or password / is "
                      "%2F, ? is %3F and # is %23");
    proxy out{.server = {.tls = false, .host = {}, .port = 80}};
    std::string_view wrong;
    if (auto const at = url.rfind('@'); at != std::string_view::npos) {
        wrong = read_credentials(url.substr(0, at), out.credentials);
        url.remove_prefix(at + 1);
    }
    if (wrong.empty())
        wrong = read_authority(url, out.server);
    if (!wrong.empty())
        return refuse(wrong);
    return {boost::system::in_place_value, std::move(out)};
}

/// Whether `text` is this address, or a network that it is in.
inline bool holds_address(std::string const& text, asio::ip::address const& address)
{
    using namespace asio::ip;
    boost::system::error_code ec;
    if (text.find('/') == std::string::npos) {
        auto const one = make_address(text, ec);
        return !ec && one == address;
    }
    if (address.is_v4()) {
        auto const network = make_network_v4(text, ec);
        return !ec
            && network_v4(address.to_v4(), network.prefix_length()).canonical()
            == network.canonical();
    }
    auto const network = make_network_v6(text, ec);
    return !ec
        && network_v6(address.to_v6(), network.prefix_length()).canonical() == network.canonical();
}

/// A name without the dot that may stand before it, and the one of the root behind it.
inline std::string_view bare_name(std::string_view name)
{
    if (name.starts_with('.'))
        name.remove_prefix(1);
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return name;
}

/// Whether a name is another or below it.
inline bool is_within(std::string_view name, std::string_view domain)
{
    if (domain.empty() || name.size() < domain.size())
        return false;
    auto const rest = name.size() - domain.size();
    return same_name(name.substr(rest), domain) && (rest == 0 || name[rest - 1] == '.');
}

inline bool matches(std::string_view entry, origin const& server)
{
    if (entry == "*")
        return true;
    auto const name = bare_name(entry);
    // A network, and an IPv6 address without brackets, are no authority and stay as they are.
    origin meant{.host = std::string(name), .port = 0};
    if (!read_authority(name, meant).empty())
        meant = {.host = std::string(name), .port = 0};
    if (meant.port != 0 && meant.port != server.port)
        return false;
    boost::system::error_code not_an_address;
    auto const address = asio::ip::make_address(server.host, not_an_address);
    if (!not_an_address)
        return holds_address(meant.host, address);
    return is_within(bare_name(server.host), bare_name(meant.host));
}

APIDECK_DECL bool bypasses_proxy(std::string_view list, origin const& server)
{
    while (!list.empty()) {
        auto const end = (std::min)(list.find_first_of(", \t"), list.size());
        if (matches(list.substr(0, end), server))
            return true;
        list.remove_prefix((std::min)(end + 1, list.size()));
    }
    return false;
}

} // namespace apideck::http::detail

#endif
