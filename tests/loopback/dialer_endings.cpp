// How dialers end that don't connect: by errors, cancelled, and with their execution context.

#include "../support/catch.hpp"
#include "../support/dialling.hpp"
#include "../support/full_listener.hpp"

#include <boost/asio/error.hpp>

#include <chrono>
#include <memory>
#include <optional>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE_METHOD(dialling, "where all addresses fail the error is that of the first", "[dialer]")
{
    refusing_port const refusing(*context);
    tcp::endpoint const unreachable(asio::ip::address_v4::broadcast(), 443); // never for TCP
    found = {refusing.endpoint(), unreachable};
    auto const one = dial();
    CHECK(one->addresses == 1);
    CHECK(one->error == asio::error::connection_refused);
    CHECK_FALSE(one->socket->is_open());

    found = {unreachable, refusing.endpoint()};
    auto const other = dial();
    CHECK(other->error);
    CHECK(other->error != asio::error::connection_refused);
}

TEST_CASE_METHOD(dialling, "a lookup that fails ends it before there are addresses", "[dialer]")
{
    auto const owner = start();
    run_until([&] { return lookups == 1; });
    boost::system::error_code const ec = asio::error::host_not_found_try_again;
    std::move(waiting.at(0))(ec, endpoints());
    run_to_the_end();
    CHECK(owner->dialled == 1);
    CHECK(owner->addresses == 0);
    CHECK(owner->error == asio::error::host_not_found_try_again);
    CHECK_FALSE(owner->socket->is_open());
}

TEST_CASE_METHOD(
    dialling, "addresses are looked up again when none could be connected to", "[dialer]")
{
    refusing_port const refusing(*context);
    listening_port server(*context);
    found = {refusing.endpoint(), server.endpoint()};
    CHECK_FALSE(dial()->error);
    CHECK_FALSE(dial()->error);
    CHECK(lookups == 1);
    // The server goes: the addresses that are kept are of no use any more.
    server.acceptor.close();
    CHECK(dial()->error);
    CHECK(lookups == 1);
    CHECK(dial()->error);
    CHECK(lookups == 2);
}

TEST_CASE_METHOD(dialling,
    "addresses that did not answer before it was cancelled are looked up again", "[dialer]")
{
    full_listener const hangs(*context);
    found = {hangs.acceptor.local_endpoint()};
    for (int i = 1; i != 3; ++i) {
        auto const owner = start();
        run_until_connecting(*owner);
        CHECK(last.lock()->cancel());
        run_to_the_end();
        CHECK(lookups == i);
    }
}

TEST_CASE_METHOD(dialling, "after it is cancelled its owner hears no more", "[dialer]")
{
    full_listener const hangs(*context);
    auto const nobody = hangs.acceptor.local_endpoint();
    std::shared_ptr<told> owner;
    int heard = 0;
    SECTION("before it has begun") { owner = start(); }
    SECTION("while the host is looked up")
    {
        owner = start();
        run_until([&] { return lookups == 1; });
    }
    SECTION("while it connects")
    {
        options.attempt_delay = GENERATE(1ms, 1h);
        found = {nobody, nobody, nobody};
        owner = start();
        run_until_connecting(*owner);
        heard = 1;
    }
    auto const d = last.lock();
    REQUIRE(d);
    CHECK(d->cancel());
    CHECK(owner.use_count() == 1);
    CHECK_FALSE(d->cancel());
    run_to_the_end();
    for (auto& lookup : waiting)
        std::move(lookup)(boost::system::error_code(), endpoints{nobody});
    run_to_the_end();
    CHECK(owner->addresses == heard);
    CHECK(owner->dialled == 0);
}

TEST_CASE_METHOD(dialling, "its owner may cancel it from within on_addresses", "[dialer]")
{
    listening_port listening(*context);
    found = {listening.endpoint()};
    auto const owner = start();
    owner->then = [&] { CHECK(last.lock()->cancel()); };
    run_to_the_end();
    // Nothing was connected to.
    listening.acceptor.non_blocking(true);
    boost::system::error_code ec;
    listening.acceptor.accept(ec);
    CHECK(ec == asio::error::would_block);
    CHECK(owner->addresses == 1);
    CHECK(owner->dialled == 0);
    CHECK(last.expired());
}

TEST_CASE_METHOD(dialling, "one that has ended can't be cancelled", "[dialer]")
{
    listening_port const server(*context);
    found = {server.endpoint()};
    auto const owner = start();
    auto const d = last.lock();
    run_to_the_end();
    CHECK(owner->dialled == 1);
    CHECK_FALSE(d->cancel());
    CHECK(connected_to(*owner, server.endpoint()));
}

TEST_CASE_METHOD(dialling, "it goes with its execution context, and its owner with it", "[dialer]")
{
    std::optional<full_listener> hangs(*context);
    auto owner = start();
    SECTION("before it has begun") {}
    SECTION("while the host is looked up")
    {
        run_until([&] { return lookups == 1; });
    }
    SECTION("while it connects")
    {
        auto const nobody = hangs->acceptor.local_endpoint();
        found = {nobody, nobody};
        run_until_connecting(*owner);
    }
    hangs.reset();
    waiting.clear(); // a handler must not outlive the context
    context.reset();
    CHECK(last.expired());
    CHECK(owner.use_count() == 1);
    CHECK(owner->dialled == 0);
}
