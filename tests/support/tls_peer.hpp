#ifndef APIDECK_TESTS_SUPPORT_TLS_PEER_HPP
#define APIDECK_TESTS_SUPPORT_TLS_PEER_HPP

#include "catch.hpp"
#include "live_bytes.hpp"
#include "loopback_fixture.hpp"

#include <apideck/detail/asio.hpp>
#include <apideck/testing/certificate.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::tests {

/// Answers each request, and says what the test wants besides, on the last connection that it took.
struct tls_peer {
    using tcp = asio::ip::tcp;
    using stream = asio::ssl::stream<tcp::socket>;
    struct connection {
        connection(asio::io_context& io, asio::ssl::context& tls) : s(io, tls) {}
        stream s;
        std::string received{};
        std::array<char, 4096> buffer{};
        std::optional<boost::system::error_code> ended{}; // how the client ended it
    };

    explicit tls_peer(asio::io_context& context, testing::certificate shown = for_localhost(),
        asio::ip::address const& address = asio::ip::address_v4::loopback())
        : io(context), own(std::move(shown)), acceptor(io, tcp::endpoint(address, 0))
    {
        tls.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
        accept();
    }

    static testing::certificate for_localhost()
    {
        testing::certificate_spec spec;
        spec.dns_names = {"localhost"};
        return testing::make_certificate(spec);
    }

    void accept()
    {
        auto const c = std::make_shared<connection>(io, tls);
        acceptor.async_accept(c->s.next_layer(), [this, c](boost::system::error_code ec) {
            if (ec)
                return;
            last = c;
            c->s.next_layer().set_option(tcp::no_delay(true));
            c->s.async_handshake(stream::server, [this, c](boost::system::error_code bad) {
                if (!bad)
                    read(c);
            });
            accept();
        });
    }

    void read(std::shared_ptr<connection> const& c)
    {
        c->s.async_read_some(
            asio::buffer(c->buffer), [this, c](boost::system::error_code ec, std::size_t n) {
                if (ec) {
                    c->ended = ec;
                    return;
                }
                c->received.append(c->buffer.data(), n);
                if (floods)
                    return flood();
                if (hang_ups != 0) {
                    --hang_ups;
                    c->s.next_layer().close();
                    return;
                }
                if (c->received.ends_with("\r\n\r\n{}")) {
                    c->received.clear();
                    boost::system::error_code gone;
                    asio::write(c->s, asio::buffer(answer), gone);
                    if (gone)
                        return;
                    say_raw(std::exchange(after_answer, {}));
                }
                read(c);
            });
    }

    void say(std::string_view text) { asio::write(last->s, asio::buffer(text)); }
    void say_raw(std::string_view bytes) { asio::write(last->s.next_layer(), asio::buffer(bytes)); }
    void send_ticket()
    {
        REQUIRE(SSL_new_session_ticket(last->s.native_handle()) == 1);
        last->s.handshake(stream::server); // sends what is to be sent
    }
    void change_keys()
    {
        REQUIRE(SSL_key_update(last->s.native_handle(), SSL_KEY_UPDATE_REQUESTED) == 1);
        last->s.handshake(stream::server);
    }
    /// Ask for other keys without end, and read no answer.
    void flood()
    {
        for (int i = 0; i != 100; ++i) {
            SSL_key_update(last->s.native_handle(), SSL_KEY_UPDATE_REQUESTED);
            boost::system::error_code gone;
            last->s.handshake(stream::server, gone);
            if (gone)
                return;
        }
        peak = std::max(peak, live_bytes().value_or(0));
        asio::post(io, [this] { flood(); });
    }
    void close() { last->s.next_layer().shutdown(tcp::socket::shutdown_send); }

    asio::io_context& io;
    testing::certificate const own;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor;
    std::shared_ptr<connection> last;
    std::string answer = "HTTP/1.1 418 T\r\nContent-Length: 2\r\n\r\n{}";
    std::string after_answer;
    int hang_ups = 0; // so many requests get no answer
    bool floods = false;
    std::size_t peak = 0; // of the program's memory meanwhile
};

/// A client that has a kept connection to such a server, and no retries.
struct kept_tls {
    explicit kept_tls(loopback::adjust const& change = {})
        : f([&](client_options& o) {
              peer = std::make_unique<tls_peer>(*f.context);
              o.server_url = "https://localhost:"
                  + std::to_string(peer->acceptor.local_endpoint().port());
              o.tls.ca_pem = peer->own.certificate_pem;
              o.retries = retry_policy::none();
              if (change)
                  change(o);
          })
    {
        check_call(false);
    }
    ~kept_tls()
    {
        f.client.reset();
        peer->acceptor.close();
        f.settle();
        peer.reset();
    }

    /// Check that a call goes well, at its first attempt.
    void check_call(bool reused)
    {
        auto const c = f.make();
        CHECK(c->alternative<api_error>().status == 418);
        REQUIRE(c->attempts().size() == 1);
        CHECK(c->attempts()[0].reused_connection == reused);
        f.settle();
    }

    std::unique_ptr<tls_peer> peer;
    loopback f;
};

} // namespace apideck::tests

#endif
