// The mock Vault's hooks, by which a test hears of connections.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_ending;
using testing::mock_fault;

namespace {

using lines = std::vector<std::string>;

/// What a mock tells, in its order.
struct told {
    explicit told(loopback& f)
    {
        f.mock->on_accept([this](std::size_t n) { add("accept", n); });
        f.mock->on_request([this](auto const& request) { add("request", request.connection); });
        f.mock->on_close([this](std::size_t n) { add("close", n); });
    }
    void add(std::string const& what, std::size_t n)
    {
        all.push_back(what + ' ' + std::to_string(n));
    }

    lines all{};
};

} // namespace

TEST_CASE(
    "the mock tells of each connection once, by its number, and of what comes between", "[mock]")
{
    loopback f;
    told t(f);
    f.make();
    f.make();
    f.mock->close_idle();
    f.run_until([&] { return f.mock->open_connections() == 0; });
    f.make();
    f.client.reset();
    f.run_until([&] { return f.mock->open_connections() == 0; });
    CHECK(t.all
        == lines{
            "accept 1", "request 1", "request 1", "close 1", "accept 2", "request 2", "close 2"});
}

TEST_CASE("the mock tells of connections that carry no request", "[mock]")
{
    auto const fault = GENERATE(mock_fault::close_on_accept, mock_fault::reset_on_accept,
        mock_fault::garbage_handshake, mock_fault::close_after_handshake);
    loopback f(without_retries);
    told t(f);
    f.mock->next_connection(fault);
    f.make();
    f.run_until([&] { return t.all.size() == 2; });
    CHECK(t.all == lines{"accept 1", "close 1"});
}

TEST_CASE("a connection is open when the mock tells that it came, and not when it tells of its end",
    "[mock]")
{
    loopback f(without_retries);
    std::size_t open_then = 0;
    std::size_t open_at_the_end = 7;
    f.mock->on_accept([&](std::size_t) { open_then = f.mock->open_connections(); });
    f.mock->on_close([&](std::size_t) { open_at_the_end = f.mock->open_connections(); });
    f.mock->answer(testing::mock_answer::disconnect());
    f.make();
    CHECK(open_then == 1);
    CHECK(open_at_the_end == 0);
}

TEST_CASE("a mock that is gone tells nothing, nor does one without hooks", "[mock]")
{
    loopback f;
    told t(f);
    f.make();
    SECTION("it is gone") { f.mock.reset(); }
    SECTION("it has no hooks any more")
    {
        f.mock->on_accept({});
        f.mock->on_request({});
        f.mock->on_close({});
        f.mock->close_idle();
        f.settle();
        f.make();
    }
    f.settle();
    CHECK(t.all == lines{"accept 1", "request 1"});
}

TEST_CASE("what a hook throws leaves through run(), and the mock goes on", "[mock]")
{
    loopback f;
    auto const fail = [](auto const&) { throw std::runtime_error("of a hook"); };
    SECTION("as a connection comes") { f.mock->on_accept(fail); }
    SECTION("as a request comes") { f.mock->on_request(fail); }
    SECTION("as a connection ends")
    {
        f.mock->on_close(fail);
        f.mock->answer(testing::mock_answer::disconnect());
    }
    auto const call = f.start();
    CHECK_THROWS_WITH(f.run_until([&] { return call->done(); }), "of a hook");
    f.mock->on_accept({});
    f.mock->on_request({});
    f.mock->on_close({});
    CHECK(f.finish(call)->value().http.status == 200);
    CHECK(f.mock->open_connections() == 1);
}

TEST_CASE("a connection ends, and the mock tells so, where a hook throws for its request", "[mock]")
{
    loopback f(without_retries);
    std::size_t ended = 0;
    f.mock->on_close([&](std::size_t n) { ended = n; });
    f.mock->on_request([](auto const&) { throw std::runtime_error("of a hook"); });
    auto const call = f.start();
    CHECK_THROWS_WITH(f.run_until([&] { return call->done(); }), "of a hook");
    CHECK(ended == 1);
    CHECK(f.finish(call)->alternative<connection_error>().stage == stage::read_head);
}

TEST_CASE("to close what is idle by keeping or stalling it does nothing", "[mock]")
{
    auto const how = GENERATE(mock_ending::keep_alive, mock_ending::stall);
    loopback f;
    f.make();
    f.mock->close_idle(how);
    f.settle();
    CHECK(f.mock->open_connections() == 1);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
}
