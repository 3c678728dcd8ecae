// What a server hears of the end of a connection (RFC 8446 section 6.1).

#include "../support/catch.hpp"
#include "../support/silent_peers.hpp"
#include "../support/tls_peer.hpp"

#include <apideck/http/detail/connection.hpp>
#include <apideck/http/detail/tls.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using boost::system::error_code;

namespace {

/// The client said by TLS that no more comes before it closed: else it were `stream_truncated`.
void check_told(kept_tls& kept, std::shared_ptr<tls_peer::connection> const& c)
{
    kept.f.run_until([&] { return c->ended.has_value(); });
    CHECK(*c->ended == asio::error::eof);
}

} // namespace

TEST_CASE_METHOD(kept_tls, "a shutdown tells the server by TLS that no more comes")
{
    bool down = false;
    f.client->shutdown(0s, [&](std::size_t) { down = true; });
    check_told(*this, peer->last);
    f.run_until([&] { return down; });
}

TEST_CASE_METHOD(kept_tls, "a transport that closes what is idle tells the server by TLS")
{
    f.client->transport().close_idle();
    check_told(*this, peer->last);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE_METHOD(kept_tls, "a client that goes away tells the server by TLS")
{
    f.client.reset();
    check_told(*this, peer->last);
}

TEST_CASE("a server whose answer was the last of a connection is told by TLS")
{
    kept_tls kept;
    kept.peer->answer = "HTTP/1.1 418 T\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    kept.check_call(true);
    check_told(kept, kept.peer->last);
}

TEST_CASE("a server is told by TLS when the time of an idle connection is over")
{
    kept_tls kept([](client_options& o) { o.pool.idle_timeout = 0s; });
    auto const first = kept.peer->last;
    SECTION("as a call looks for one") { kept.check_call(false); }
    SECTION("as a warm-up looks for one")
    {
        bool warm = false;
        kept.f.client->warm_up(1, [&](result<std::size_t> const&) { warm = true; });
        kept.f.run_until([&] { return warm; });
    }
    CHECK(kept.peer->last != first);
    check_told(kept, first);
}

TEST_CASE("a server is told by TLS when its connection makes room for a new one")
{
    kept_tls kept([](client_options& o) {
        o.pool.max_connections = 1;
        o.retries = {};
    });
    auto& peer = *kept.peer;
    auto const first = peer.last;
    peer.hang_ups = 1;
    auto const replaced = kept.f.start(); // which then waits for a connection that is new
    auto const other = kept.f.start();
    kept.f.run_until([&] { return peer.last != first; });
    auto const of_other = peer.last;
    kept.f.finish(other);
    kept.f.finish(replaced);
    CHECK_FALSE(replaced->attempts().back().reused_connection);
    CHECK(peer.last != of_other);
    check_told(kept, of_other);
    kept.f.check_pool(0, 1, 0, 3);
}

TEST_CASE("closing does not wait for a server that reads nothing")
{
    asio::io_context context;
    auto const own = tls_peer::for_localhost();
    silent_server server(context, own);
    auto const run_until = [&](auto const& is_so) {
        auto const limit = clock::now() + patience();
        context.restart();
        while (!is_so() && context.run_one_until(limit) != 0)
            ;
        REQUIRE(is_so());
    };

    http::detail::connection c(context.get_executor());
    asio::ip::tcp::socket socket(context);
    socket.connect(server.acceptor.local_endpoint());
    error_code ec;
    c.connected(std::move(socket), ec);
    auto const tls = http::detail::make_tls_context({.ca_pem = own.certificate_pem});
    REQUIRE(c.start_tls(
        *tls, {.host = "localhost"}, std::make_shared<http::detail::tls_session_cache>()));
    std::size_t received = 0;
    while (!c.handshake(std::exchange(received, 0), ec)) {
        REQUIRE_FALSE(ec);
        REQUIRE(c.flush(ec));
        c.async_receive([&](error_code, std::size_t n) { received = n; });
        run_until([&] { return received != 0; });
    }
    REQUIRE(c.flush(ec));
    run_until([&] { return server.is_ready; });

    do {
        c.request.assign(64 * 1024, 'x');
        c.write(ec);
    } while (c.flush(ec));
    REQUIRE_FALSE(ec); // no more fits

    c.shutdown();
    std::optional<error_code> ended;
    std::string all;
    asio::async_read(*server.stream, asio::dynamic_buffer(all),
        [&](error_code how, std::size_t) { ended = how; });
    run_until([&] { return ended.has_value(); });
    CHECK(*ended != asio::error::eof); // for there was no room to say so
}
