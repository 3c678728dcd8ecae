#ifndef APIDECK_TESTS_SUPPORT_REFUSING_PORT_HPP
#define APIDECK_TESTS_SUPPORT_REFUSING_PORT_HPP

#include <apideck/detail/asio.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace apideck::tests {

/// A socket that has a port where nobody listens: connecting to it is refused.
struct refusing_port {
    explicit refusing_port(asio::io_context& io)
        : socket(io, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {}
    [[nodiscard]] asio::ip::tcp::endpoint endpoint() const { return socket.local_endpoint(); }
    [[nodiscard]] std::string url(std::string const& scheme) const
    {
        return scheme + "://127.0.0.1:" + std::to_string(endpoint().port());
    }

    asio::ip::tcp::socket socket;
};

} // namespace apideck::tests

#endif
