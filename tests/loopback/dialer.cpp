// Which of several addresses is connected to, and when. The delay between attempts is an hour, which
// never passes, or a millisecond, which soon does.

#include "../support/catch.hpp"
#include "../support/dialling.hpp"
#include "../support/full_listener.hpp"

#include <chrono>
#include <memory>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE("the families of addresses take turns, that of the first one first")
{
    auto const v4 = [](unsigned n) { return tcp::endpoint(asio::ip::address_v4(n), 443); };
    auto const v6 = [](unsigned char n) {
        return tcp::endpoint(
            asio::ip::address_v6({n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 443);
    };
    using http::detail::interleave;
    CHECK(interleave({}).empty());
    CHECK(interleave({v4(1)}) == endpoints{v4(1)});
    CHECK(interleave({v6(1), v6(2), v6(3), v4(1), v4(2)})
        == endpoints{v6(1), v4(1), v6(2), v4(2), v6(3)});
    CHECK(interleave({v4(1), v6(1), v6(2), v6(3)}) == endpoints{v4(1), v6(1), v6(2), v6(3)});
    CHECK(interleave({v4(2), v4(1)}) == endpoints{v4(2), v4(1)});
}

TEST_CASE_METHOD(dialling, "a connection is made without a delay of small packets", "[dialer]")
{
    listening_port const server(*context);
    found = {server.endpoint()};
    auto const owner = dial();
    CHECK(owner->addresses == 1);
    REQUIRE(connected_to(*owner, server.endpoint()));
    tcp::no_delay set;
    owner->socket->get_option(set);
    CHECK(set.value());
}

TEST_CASE_METHOD(
    dialling, "an address and localhost are connected to without a resolver", "[dialer]")
{
    listening_port const server(*context);
    CHECK(connected_to(*dial("127.0.0.1", server.endpoint().port()), server.endpoint()));
    CHECK(lookups == 0);
    addresses = std::make_shared<address_cache>(nullptr, 1h);
    CHECK(connected_to(*dial("localhost", server.endpoint().port()), server.endpoint()));
}

TEST_CASE_METHOD(dialling, "an address that refuses is followed by the next at once", "[dialer]")
{
    refusing_port const refusing(*context);
    listening_port const server(*context);
    found = {refusing.endpoint(), refusing.endpoint(), server.endpoint()};
    CHECK(connected_to(*dial(), server.endpoint()));
}

TEST_CASE_METHOD(
    dialling, "an address that does not answer has the next tried beside it", "[dialer]")
{
    options.attempt_delay = 1ms;
    full_listener const hangs(*context);
    refusing_port const refusing(*context);
    listening_port const server(*context);
    auto const nobody = hangs.acceptor.local_endpoint();
    SECTION("after the delay") { found = {nobody, nobody, server.endpoint()}; }
    SECTION("also where another fails meanwhile")
    {
        found = {nobody, refusing.endpoint(), server.endpoint()};
    }
    // dial() checks that what hung was closed: else it would still be there to run.
    CHECK(connected_to(*dial(), server.endpoint()));
}

TEST_CASE_METHOD(dialling, "the next address is not tried before the delay has passed", "[dialer]")
{
    full_listener const hangs(*context);
    listening_port const server(*context);
    found = {hangs.acceptor.local_endpoint(), server.endpoint()};
    auto const owner = start();
    run_until_connecting(*owner);
    context->run_for(20ms);
    CHECK(owner->dialled == 0);
    CHECK(last.lock()->cancel());
    run_to_the_end();
}

TEST_CASE_METHOD(
    dialling, "an address that answers late is taken when the others have failed", "[dialer]")
{
    options.attempt_delay = 1ms;
    full_listener late(*context);
    refusing_port const refusing(*context);
    found = {late.acceptor.local_endpoint(), refusing.endpoint()};
    auto const owner = start();
    run_until_connecting(*owner);
    context->run_for(50ms); // the other is refused meanwhile
    CHECK(owner->dialled == 0);
    late.make_room();
    run_until([&] { return owner->dialled != 0; }); // when the system asks again, after a second
    CHECK(connected_to(*owner, late.acceptor.local_endpoint()));
}
