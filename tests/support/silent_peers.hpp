#ifndef APIDECK_TESTS_SUPPORT_SILENT_PEERS_HPP
#define APIDECK_TESTS_SUPPORT_SILENT_PEERS_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/testing/certificate.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <cstddef>
#include <optional>

namespace apideck::tests {

/// Does the TLS handshake and then reads nothing.
struct silent_server {
    explicit silent_server(asio::io_context& io, testing::certificate const& own)
        : tls(asio::ssl::context::tls_server), acceptor(io)
    {
        tls.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
        stream.emplace(io, tls);
        acceptor.open(asio::ip::tcp::v4());
        acceptor.set_option(asio::socket_base::receive_buffer_size(4096));
        acceptor.bind(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        acceptor.listen();
        acceptor.async_accept(stream->next_layer(), [this](boost::system::error_code ec) {
            if (ec)
                return;
            stream->async_handshake(asio::ssl::stream_base::server,
                [this](boost::system::error_code failed) { is_ready = !failed; });
        });
    }

    asio::ssl::context tls;
    asio::ip::tcp::acceptor acceptor;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket>> stream; // of the context as it then is
    bool is_ready = false;
};

/// Takes a connection and one text, and says nothing.
struct silent_proxy {
    explicit silent_proxy(asio::io_context& io)
        : acceptor(io, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0)), socket(io)
    {
        acceptor.async_accept(socket, [this](boost::system::error_code ec) {
            if (ec)
                return;
            socket.async_read_some(asio::buffer(text),
                [this](boost::system::error_code failed, std::size_t) { is_asked = !failed; });
        });
    }

    asio::ip::tcp::acceptor acceptor;
    asio::ip::tcp::socket socket;
    std::array<char, 4096> text;
    bool is_asked = false;
};

} // namespace apideck::tests

#endif
