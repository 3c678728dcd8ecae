#ifndef APIDECK_HTTP_PROXY_OPTIONS_HPP
#define APIDECK_HTTP_PROXY_OPTIONS_HPP

#include <apideck/detail/config.hpp>

#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/** A proxy between the client and its https servers.

    It is asked for a tunnel (`CONNECT`, RFC 9110 section 9.3.6), through which TLS is spoken with the
    server itself: the certificate is verified as without a proxy, and the proxy learns the server's
    name, its port and the client's `User-Agent`. The server's name is looked up by the proxy.
    A refusal is a `connection_error` of the stage `proxy`; 408, 429, 500, 502, 503 and 504 are
    retried, other statuses are not.

    Servers of `http://` URLs, which are for tests, are reached without it.
*/
struct proxy_options {
    /** `http://[user:password@]host[:port]`. Without a port it is 80; `http://` may be left out.
        Empty: no proxy. Proxies that are themselves spoken to by TLS (`https://`) or SOCKS are not
        supported: each call that would use one ends in an `invalid_request_error`.

        User and password are sent by the scheme Basic (RFC 7617), in the clear, and to the proxy
        alone. What a URL can't hold is percent-encoded, as `%40` for `@`. No error and no log line
        has them. */
    std::string url{};
    /** Servers to reach without the proxy, separated by commas or blanks: `example.com` or
        `.example.com` for that name and all below it, `10.0.0.1` or `::1` for an address,
        `10.0.0.0/8` for a network, `*` for all. `:port` after a name or an address, with
        brackets around an IPv6 address then, leaves other ports out. Names are compared as they stand
        in the server URL and never looked up; `localhost` and 127.0.0.1 are servers as any other, as
        for curl. What is none of these matches nothing. */
    std::string no_proxy{};
};

} // namespace apideck::http

#endif
