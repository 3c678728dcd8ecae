#ifndef APIDECK_EXAMPLES_PORTAL_HTTP_HPP
#define APIDECK_EXAMPLES_PORTAL_HTTP_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <utility>

namespace portal {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

/// An answer whose body is HTML.
[[nodiscard]] inline response html(http::status status, std::string body)
{
    response out(status, 11);
    out.set(http::field::content_type, "text/html; charset=utf-8");
    out.set(http::field::cache_control, "no-store");
    out.body() = std::move(body);
    return out;
}

/// 303: the browser goes on there with a GET, whatever it did here (RFC 9110 15.4.4).
/// @param address What no address can hold (RFC 3986 2) is left out: it can't begin another field.
[[nodiscard]] inline response see_other(std::string address)
{
    std::erase_if(address, [](char c) { return c <= ' ' || c > '~'; });
    response out(http::status::see_other, 11);
    out.set(http::field::location, address);
    // The address of a session is a credential: no cache may keep it.
    out.set(http::field::cache_control, "no-store");
    return out;
}

} // namespace portal

#endif
