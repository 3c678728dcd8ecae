#ifndef APIDECK_HTTP_DETAIL_TUNNEL_HPP
#define APIDECK_HTTP_DETAIL_TUNNEL_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/detail/proxy.hpp>
#include <apideck/http/detail/response_reader.hpp>
#include <apideck/http/message.hpp>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/system/error_code.hpp>

#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** How a proxy is asked for a tunnel to a server (RFC 9110 section 9.3.6): what to send, and what to
    make of the answer. It does no I/O. */
class tunnel {
public:
    /// Both arguments must live as long as the tunnel.
    tunnel(proxy const& via, http::limits const& limits)
        : proxy_(via), reader_(limits, true)
    {}

    /// The proxy to connect to.
    [[nodiscard]] origin const& via() const noexcept { return proxy_.server; }

    /// The text that asks for a tunnel to the server of a request.
    [[nodiscard]] APIDECK_DECL std::string request(request_head const& head) const;

    /** Take what the proxy sent, and use it up. @param ec Comes as what receiving said, and leaves
        set where there will be no tunnel. */
    APIDECK_DECL void take(boost::beast::flat_buffer& input, boost::system::error_code& ec);

    /// Whether what follows is the server's.
    [[nodiscard]] bool open() const noexcept { return open_; }

    /// Why there is no tunnel, where the proxy's answer says it; else empty.
    [[nodiscard]] std::string const& reason() const noexcept { return reason_; }
    /// Whether to ask again would be of no use.
    [[nodiscard]] bool permanent() const noexcept { return permanent_; }

private:
    APIDECK_DECL void refused(int status);

    proxy const& proxy_;
    response_reader reader_;
    std::string reason_;
    bool permanent_ = false;
    bool open_ = false;
};

} // namespace apideck::http::detail

#endif
