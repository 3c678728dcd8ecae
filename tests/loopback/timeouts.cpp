// Which limit of time strikes in which stage.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/loopback_stages.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using http::time_limit;

namespace {

/// Long enough to get to the stage before it strikes.
constexpr auto limit = 100ms;
constexpr auto at_once = 10s;

call_options with(time_limit which)
{
    call_options out;
    out.retries = retry_policy::none();
    if (which == time_limit::total)
        out.timeout = limit;
    else if (which == time_limit::attempt)
        out.attempt_timeout = limit;
    else
        out.connect_timeout = limit;
    return out;
}

void check_strikes(stage where, time_limit which)
{
    CAPTURE(where, to_string(which));
    stay s(where);
    auto options = with(which);
    if (where == stage::wait)
        options.retries.reset();

    auto const c = s.f.finish(s.start(options));

    auto const& e = c->alternative<timeout_error>();
    CHECK(e.stage == where);
    CHECK(e.limit == which);
    CHECK(c->error().delivery() == s.delivered());
    CHECK_FALSE(c->error().http());
    CHECK(c->took >= limit);
    CHECK(c->took < at_once);

    s.let_go();
    CHECK(s.f.make()->value().http.status == 200);
}

} // namespace

TEST_CASE("the limit of the whole call strikes in every stage")
{
    // A wait that can't end before the deadline is not begun: see "retries".
    auto const where = GENERATE(stage::api_key, stage::queue, stage::resolve, stage::connect,
        stage::proxy, stage::handshake, stage::write, stage::read_head, stage::read_body);
    check_strikes(where, time_limit::total);
}

TEST_CASE("the limit of an attempt strikes in every stage that has a connection")
{
    auto const where = GENERATE(stage::resolve, stage::connect, stage::proxy, stage::handshake,
        stage::write, stage::read_head, stage::read_body);
    check_strikes(where, time_limit::attempt);
}

TEST_CASE("the limit of connecting strikes while a connection is opened")
{
    check_strikes(GENERATE(stage::resolve, stage::connect, stage::proxy, stage::handshake),
        time_limit::connect);
}

TEST_CASE("the limit of connecting does not go on once the connection is open")
{
    loopback f;
    f.mock->answer({.hold = true});
    call_options const options{.connect_timeout = limit};
    auto const c = f.start(options);
    f.run_until([&] { return !f.mock->requests().empty(); });
    f.run_for(2 * limit);
    CHECK_FALSE(c->done());
    f.mock->release();
    CHECK(f.finish(c)->value().http.status == 200);
}

TEST_CASE("waiting for a connection does not count towards the limit of an attempt")
{
    stay s(stage::queue);
    call_options const options{.attempt_timeout = limit, .connect_timeout = limit};
    auto const c = s.start(options);
    s.arrive();
    s.f.run_for(2 * limit);
    CHECK_FALSE(c->done());
    s.let_go();
    CHECK(s.f.finish(c)->value().http.status == 200);
}

TEST_CASE("the shorter of two limits is the one that is told")
{
    stay s(stage::read_head);
    call_options const options{
        .timeout = 20s, .attempt_timeout = limit, .retries = retry_policy::none()};
    CHECK(s.f.finish(s.start(options))->alternative<timeout_error>().limit == time_limit::attempt);
}

TEST_CASE("the deadline of a call holds across its attempts")
{
    loopback f;
    REQUIRE(f.make()->value().http.status == 200);
    f.mock->answer(retry_in(503, "1"));
    f.mock->answer(testing::mock_answer::stall());
    call_options const options{.timeout = 2 * limit};
    auto const c = f.make(options);
    CHECK(c->alternative<timeout_error>().limit == time_limit::total);
    REQUIRE(c->attempts().size() == 2);
    CHECK(c->attempts()[0].status == 503);
    CHECK(c->error().delivery() == delivery::certainly);
}

TEST_CASE("a call may have no limit of time at all")
{
    loopback f;
    call_options const options{.timeout = duration::max(),
        .attempt_timeout = duration::max(),
        .connect_timeout = duration::max()};
    CHECK(f.make(options)->value().http.status == 200);
}

namespace {

/// A client whose lookups end as `resolve` says, and that tries once.
loopback::adjust looks_up(http::resolve_function resolve)
{
    return [resolve = std::move(resolve)](client_options& o) {
        o.resolve = resolve;
        o.retries = retry_policy::none();
    };
}

} // namespace

TEST_CASE("a resolver of the caller's is asked for the server's name and port")
{
    std::string asked;
    loopback f(looks_up([&](std::string const& host, std::uint16_t port, http::resolve_handler h) {
        asked = host + ' ' + std::to_string(port);
        resolve_to_loopback()(host, port, std::move(h));
    }));
    CHECK(f.make()->value().http.status == 200);
    CHECK(asked == "localhost " + std::to_string(f.mock->port()));
}

TEST_CASE("an address is not looked up")
{
    loopback f([](client_options& o) {
        o.resolve = [](std::string const&, std::uint16_t, http::resolve_handler) { FAIL(); };
    });
    call_options const options{.server_url = "https://127.0.0.1:" + std::to_string(f.mock->port())};
    CHECK(f.make(options)->value().http.status == 200);
}

TEST_CASE("a lookup that fails, finds nothing or throws is a connection_error")
{
    auto const how = GENERATE(0, 1, 2);
    loopback f(looks_up([how](std::string const&, std::uint16_t, http::resolve_handler h) {
        std::vector<boost::asio::ip::tcp::endpoint> const none;
        if (how == 2)
            throw std::runtime_error("no resolver today");
        boost::system::error_code ec;
        if (how == 0)
            ec = boost::asio::error::host_not_found_try_again;
        std::move(h)(ec, none);
    }));
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::resolve);
    CHECK(e.code);
    CHECK(e.reason == "localhost port " + std::to_string(f.mock->port()));
    CHECK(c->error().delivery() == delivery::never);
}

TEST_CASE("a lookup that answers after the limit is not heard any more")
{
    std::vector<http::resolve_handler> late; // Boost 1.81 can't assign one
    loopback f(looks_up([&](std::string const&, std::uint16_t, http::resolve_handler h) {
        late.push_back(std::move(h));
    }));
    auto const c = f.make(with(time_limit::connect));
    CHECK(c->alternative<timeout_error>().stage == stage::resolve);
    boost::asio::ip::tcp::endpoint const here(
        boost::asio::ip::address_v4::loopback(), f.mock->port());
    std::move(late.back())(boost::system::error_code(), std::vector{here});
    f.settle();
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("a lookup whose handler is dropped ends with the limit")
{
    loopback f(looks_up([](std::string const&, std::uint16_t, http::resolve_handler) {}));
    CHECK(f.make(with(time_limit::total))->alternative<timeout_error>().stage == stage::resolve);
}

TEST_CASE("addresses are tried in order until one takes the connection")
{
    loopback f([](client_options& o) {
        o.resolve = [](std::string const&, std::uint16_t port, http::resolve_handler h) {
            // Nothing listens on a port that was bound and never listened on: refused at once.
            boost::asio::ip::tcp::endpoint const refused(
                boost::asio::ip::make_address("127.0.0.2"), port);
            boost::asio::ip::tcp::endpoint const here(
                boost::asio::ip::address_v4::loopback(), port);
            std::move(h)(boost::system::error_code(), std::vector{refused, here});
        };
    });
    CHECK(f.make()->value().http.attempts.size() == 1);
}

TEST_CASE("a server that refuses connections is a connection_error of the stage connect")
{
    loopback f([](client_options& o) { o.retries = retry_policy::none(); });
    boost::asio::ip::tcp::socket bound(*f.context); // its port is taken, and nobody listens there
    bound.open(boost::asio::ip::tcp::v4());
    bound.bind({boost::asio::ip::address_v4::loopback(), 0});
    call_options const options{
        .server_url = "https://127.0.0.1:" + std::to_string(bound.local_endpoint().port())};
    auto const c = f.make(options);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::connect);
    CHECK(e.code == boost::asio::error::connection_refused);
    CHECK(c->error().delivery() == delivery::never);
}
