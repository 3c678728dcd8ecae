#ifndef APIDECK_EXAMPLES_PORTAL_CONNECTION_HPP
#define APIDECK_EXAMPLES_PORTAL_CONNECTION_HPP

#include "server.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <utility>

namespace portal {

struct server::connection {
    explicit connection(asio::ip::tcp::socket socket) : stream(std::move(socket)) {}

    beast::tcp_stream stream;
    beast::flat_buffer buffer{};
    /// A request has begun to arrive and is not answered yet.
    bool busy{false};
    /// Ends the coroutine wherever it is, also within a call to Vault.
    asio::cancellation_signal give_up{};
};

} // namespace portal

#endif
