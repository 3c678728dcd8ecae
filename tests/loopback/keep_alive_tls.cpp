// What TLS's own messages do to a kept connection.

#include "../support/catch.hpp"
#include "../support/live_bytes.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

using namespace apideck;
using namespace apideck::tests;
using asio::ip::tcp;

namespace {

constexpr std::string_view answer = "HTTP/1.1 418 T\r\nContent-Length: 2\r\n\r\n{}";
/// A record of application data (23) that nobody can decrypt.
constexpr std::string_view broken_record("\x17\x03\x03\0\x18" "123456789012345678901234", 29);

/// Answers each request, and says what the test wants besides, on the last connection that it took.
struct tls_peer {
    using stream = asio::ssl::stream<tcp::socket>;
    struct connection {
        connection(asio::io_context& io, asio::ssl::context& tls) : s(io, tls) {}
        stream s;
        std::string received{};
        std::array<char, 4096> buffer{};
    };

    explicit tls_peer(asio::io_context& context)
        : io(context), acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
        testing::certificate_spec spec;
        spec.dns_names = {"localhost"};
        own = testing::make_certificate(spec);
        tls.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
        accept();
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
                if (ec)
                    return;
                c->received.append(c->buffer.data(), n);
                if (floods)
                    return flood();
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
    testing::certificate own;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor;
    std::shared_ptr<connection> last;
    std::string after_answer;
    bool floods = false;
    std::size_t peak = 0; // of the program's memory meanwhile
};

/// A client that has a kept connection to such a server, and no retries.
struct kept_tls {
    kept_tls() : f([&](client_options& o) {
        peer = std::make_unique<tls_peer>(*f.context);
        o.server_url = "https://localhost:" + std::to_string(peer->acceptor.local_endpoint().port());
        o.tls.ca_pem = peer->own.certificate_pem;
        o.retries = retry_policy::none();
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

} // namespace

TEST_CASE_METHOD(kept_tls, "tickets for new sessions leave an idle connection usable")
{
    // So many that they don't fit into one read.
    for (int const tickets : {1, 1, 2, 60}) {
        for (int i = 0; i != tickets; ++i)
            peer->send_ticket();
        check_call(true);
    }
    CHECK(f.stats().opened == 1);
}

TEST_CASE_METHOD(kept_tls, "a change of keys leaves an idle connection usable")
{
    for (int i = 0; i != 3; ++i) {
        peer->change_keys();
        check_call(true);
    }
}

TEST_CASE_METHOD(kept_tls, "a ticket does not hide that the server closed behind it")
{
    peer->send_ticket();
    peer->close();
    check_call(false);
}

TEST_CASE_METHOD(kept_tls, "a ticket does not hide what nobody asked for behind it")
{
    peer->send_ticket();
    peer->say("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    check_call(false);
}

TEST_CASE_METHOD(kept_tls, "a byte that nobody asked for makes an idle connection unusable")
{
    peer->say("x");
    check_call(false);
}

TEST_CASE_METHOD(kept_tls, "a record that is not whole makes an idle connection unusable")
{
    auto const bytes = GENERATE(std::size_t(1), std::size_t(5), std::size_t(20));
    peer->say_raw(broken_record.substr(0, bytes));
    check_call(false);
}

TEST_CASE_METHOD(kept_tls, "a record that can't be decrypted makes an idle connection unusable")
{
    peer->say_raw(broken_record);
    check_call(false);
}

TEST_CASE_METHOD(kept_tls, "a whole answer counts although what follows can't be decrypted")
{
    peer->after_answer = broken_record;
    check_call(true);
    CHECK(f.stats().idle <= 1);
    check_call(false);
    CHECK(f.stats().opened == 2);
}

TEST_CASE_METHOD(kept_tls, "a server that asks for new keys without end, and reads none, ends the call")
{
    peer->floods = true;
    peer->last->s.next_layer().set_option(tcp::socket::receive_buffer_size(4096));
    auto const before = live_bytes().value_or(0);
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == asio::error::no_buffer_space);
    CHECK(e.stage == stage::read_head);
    CHECK(peer->peak < before + 1024 * 1024);
    f.check_pool(0, 0, 0, 1);
}
