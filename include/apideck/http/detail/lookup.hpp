#ifndef APIDECK_HTTP_DETAIL_LOOKUP_HPP
#define APIDECK_HTTP_DETAIL_LOOKUP_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/transport_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

using endpoints = std::vector<asio::ip::tcp::endpoint>;
using lookup_handler = std::function<void(boost::system::error_code, endpoints)>;

/** Find the addresses of a host: its own where it is one; else those that `custom` gives, where it
    is set; else loopback for localhost (RFC 6761 section 6.3); else the system resolver's.

    To be called on `executor`, where the handler is called: from within, or later. A lookup can't
    be cancelled, only left behind. Where `custom` throws the error is `host_not_found`; where it
    answers twice the handler is called twice.
*/
APIDECK_DECL void look_up(asio::any_io_executor const& executor, resolve_function const& custom,
    std::string const& host, std::uint16_t port, lookup_handler handler);

} // namespace apideck::http::detail

#endif
