#ifndef APIDECK_HTTP_IMPL_TUNNEL_IPP
#define APIDECK_HTTP_IMPL_TUNNEL_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/base64.hpp>
#include <apideck/http/detail/authority.hpp>
#include <apideck/http/detail/tunnel.hpp>

#include <boost/asio/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/status.hpp>

#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL std::string tunnel::request(request_head const& head) const
{
    std::string const server
        = bracketed(head.origin.host) + ':' + std::to_string(head.origin.port);
    std::string out = "CONNECT " + server + " HTTP/1.1\r\nHost: " + server + "\r\n";
    if (auto const agent = head.headers.find("User-Agent"))
        out.append("User-Agent: ").append(*agent).append("\r\n");
    if (!proxy_.credentials.empty())
        out.append("Proxy-Authorization: Basic ")
            .append(apideck::detail::encode_base64(proxy_.credentials))
            .append("\r\n");
    return out.append("\r\n");
}

APIDECK_DECL void tunnel::take(boost::beast::flat_buffer& input, boost::system::error_code& ec)
{
    boost::system::error_code wrong;
    input.consume(reader_.put(input.data(), wrong));
    if (wrong) {
        ec = wrong;
        permanent_ = true;
        reason_ = "the proxy " + describe(via()) + ": " + reader_.why_refused(ec);
    } else if (!reader_.done()) {
        if (ec == asio::error::eof)
            reader_.put_eof(ec);
    } else if (int const status = reader_.response().status; status / 100 != 2) {
        ec = asio::error::connection_refused;
        refused(status);
    } else if (input.size() != 0) {
        // TLS begins with the client, so it can't be the server's.
        ec = boost::beast::http::error::unexpected_body;
        permanent_ = true;
        reason_ = "the proxy " + describe(via()) + " sent more than its answer";
    } else {
        open_ = true;
    }
}

APIDECK_DECL void tunnel::refused(int status)
{
    // The phrase is HTTP's, for the proxy's own might repeat the credentials.
    auto const phrase = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    reason_ = "the proxy " + describe(via()) + " answered " + std::to_string(status);
    if (phrase.find('<') == phrase.npos) // a status that has one
        reason_.append(1, ' ').append(phrase.data(), phrase.size());
    if (status == 407 || status == 401) // tinyproxy has the other for a wrong password
        reason_ += proxy_.credentials.empty() ? "; set user and password in proxy.url"
                                              : "; it does not take the user and password of proxy.url";
    switch (status) {
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504: break;
    default: permanent_ = true;
    }
}

} // namespace apideck::http::detail

#endif
