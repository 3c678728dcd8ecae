// What TLS's own messages do to a kept connection.

#include "../support/catch.hpp"
#include "../support/live_bytes.hpp"
#include "../support/tls_peer.hpp"

#include <boost/asio/error.hpp>

#include <cstddef>
#include <string_view>

using namespace apideck;
using namespace apideck::tests;
using asio::ip::tcp;

namespace {

/// A record of application data (23) that nobody can decrypt.
constexpr std::string_view broken_record("\x17\x03\x03\0\x18" "123456789012345678901234", 29);

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
