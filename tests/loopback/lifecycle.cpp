// Connections before the first call, and after the last.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <apideck/core/server_url.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// A warm-up that was run.
result<std::size_t> warm_up(loopback& f, std::size_t connections)
{
    std::optional<result<std::size_t>> opened;
    f.client->warm_up(connections, [&](result<std::size_t> const& r) { opened.emplace(r); });
    CHECK_FALSE(opened); // not from within
    f.run_until([&] { return opened.has_value(); });
    return *opened;
}

} // namespace

TEST_CASE("connections that were opened in advance are used by the first calls")
{
    loopback f;
    CHECK(warm_up(f, 3).value() == 3);
    f.check_pool(0, 3, 0, 3);
    auto const first = f.start();
    auto const second = f.start();
    CHECK(f.finish(first)->attempts()[0].reused_connection);
    CHECK(f.finish(second)->attempts()[0].reused_connection);
    f.check_pool(0, 3, 0, 3);
    CHECK(f.mock->requests().size() == 2); // nothing was sent on the way
}

TEST_CASE("a warm-up opens what is missing, and no more than the pool takes")
{
    loopback f([](client_options& o) { o.pool.max_connections = 4; });
    f.make();
    CHECK(warm_up(f, 3).value() == 2);
    CHECK(warm_up(f, 3).value() == 0);
    CHECK(warm_up(f, 100).value() == 1);
    f.check_pool(0, 4, 0, 4);
}

TEST_CASE("an exchange that is only to connect sends nothing on a connection that is there already")
{
    loopback f;
    f.make();
    auto const head = std::make_shared<http::request_head>();
    head->origin = core::parse_server_url(f.client->options().server_url)->origin;
    http::request const request{.head = head};
    http::exchange_options options;
    options.connect_only = true;
    std::optional<http::exchange_result> outcome;
    f.client->transport().async_exchange(request, options,
        [&](http::exchange_result r) { outcome.emplace(std::move(r)); });
    f.run_until([&] { return outcome.has_value(); });
    CHECK_FALSE(outcome->error);
    CHECK(outcome->reused_connection);
    CHECK(outcome->delivery == delivery::never);
    CHECK(f.finish(f.start())->attempts()[0].reused_connection);
    f.check_pool(0, 1, 0, 1);
    CHECK(f.mock->requests().size() == 2);
}

TEST_CASE("a warm-up needs neither ids nor a key")
{
    loopback f([](client_options& o) {
        o.api_key = {};
        o.app_id.clear();
        o.consumer_id.clear();
    });
    CHECK(warm_up(f, 1).value() == 1);
}

TEST_CASE("a warm-up tells why a connection could not be opened")
{
    loopback f([](client_options& o) { o.tls = {.ca_file = "no/such/file"}; });
    auto const opened = warm_up(f, 2);
    REQUIRE_FALSE(opened);
    auto const e = opened.error();
    REQUIRE(e.is<invalid_request_error>());
    CHECK(e.get_if<invalid_request_error>()->field == "tls.ca_file");
    f.check_pool(0, 0, 0, 2);
}

TEST_CASE("a warm-up with a bad option opens nothing")
{
    loopback f([](client_options& o) { o.server_url = "ftp://example.com"; });
    auto const opened = warm_up(f, 2);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().get_if<invalid_request_error>()->field == "server_url");
    f.check_pool(0, 0, 0, 0);
}

TEST_CASE("a warm-up keeps to the limit of connecting")
{
    loopback f([](client_options& o) { o.connect_timeout = 20ms; });
    f.mock->next_connection(testing::mock_fault::stall_handshake);
    auto const opened = warm_up(f, 1);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().get_if<timeout_error>()->limit == http::time_limit::connect);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a warm-up that is cancelled closes what it was opening")
{
    loopback f;
    f.mock->next_connection(testing::mock_fault::stall_handshake);
    asio::cancellation_signal stop;
    std::optional<result<std::size_t>> opened;
    f.client->warm_up(1, asio::bind_cancellation_slot(stop.slot(),
        [&](result<std::size_t> const& r) { opened.emplace(r); }));
    f.run_until([&] { return f.mock->open_connections() == 1; });
    stop.emit(asio::cancellation_type::terminal);
    CHECK_FALSE(opened); // not from within
    f.run_until([&] { return opened.has_value(); });
    REQUIRE_FALSE(*opened);
    CHECK(opened->error().is<cancelled_error>());
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a warm-up that is cancelled before it begins opens nothing")
{
    loopback f;
    asio::cancellation_signal stop;
    std::optional<result<std::size_t>> opened;
    f.client->warm_up(1, asio::bind_cancellation_slot(stop.slot(),
        [&](result<std::size_t> const& r) { opened.emplace(r); }));
    stop.emit(asio::cancellation_type::terminal);
    CHECK_FALSE(opened); // not from within
    f.run_until([&] { return opened.has_value(); });
    REQUIRE_FALSE(opened->has_value());
    CHECK(opened->error().is<cancelled_error>());
    f.check_pool(0, 0, 0, 0);
}

TEST_CASE("a shutdown closes the idle connections, and tells the server")
{
    loopback f;
    f.make();
    f.check_pool(0, 1, 0, 1);
    std::optional<std::size_t> cancelled;
    f.client->shutdown(10s, [&](std::size_t n) { cancelled = n; });
    f.run_until([&] { return cancelled && f.mock->open_connections() == 0; });
    CHECK(*cancelled == 0);
    f.check_pool(0, 0, 0, 1);
    CHECK(f.make()->alternative<cancelled_error>().stage == stage{});
}

TEST_CASE("a shutdown lets a call that runs end, and cancels one that does not")
{
    loopback f;
    f.mock->answer({.hold = true});
    auto const call = f.start();
    f.run_until([&] { return f.mock->requests().size() == 1; });
    std::optional<std::size_t> cancelled;
    SECTION("it ends")
    {
        f.client->shutdown(1h, [&](std::size_t n) { cancelled = n; });
        f.settle();
        CHECK_FALSE(cancelled);
        f.mock->release();
        CHECK(f.finish(call)->value().http.status == 200);
        f.run_until([&] { return cancelled.has_value(); });
        CHECK(*cancelled == 0);
    }
    SECTION("it does not")
    {
        f.client->shutdown(1ms, [&](std::size_t n) { cancelled = n; });
        CHECK(f.finish(call)->alternative<cancelled_error>().stage == stage::read_head);
        f.run_until([&] { return cancelled.has_value(); });
        CHECK(*cancelled == 1);
    }
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a warm-up after a shutdown opens nothing")
{
    loopback f;
    bool down = false;
    f.client->shutdown(0s, [&](std::size_t) { down = true; });
    f.run_until([&] { return down; });
    auto const opened = warm_up(f, 2);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().is<cancelled_error>());
    f.check_pool(0, 0, 0, 0);
}

TEST_CASE("a shutdown waits for a warm-up that runs, and closes what it opened")
{
    loopback f;
    std::optional<result<std::size_t>> opened;
    std::optional<std::size_t> cancelled;
    f.client->warm_up(2, [&](result<std::size_t> const& r) {
        CHECK_FALSE(cancelled);
        opened.emplace(r);
    });
    f.client->shutdown(patience(), [&](std::size_t n) { cancelled = n; });
    f.run_until([&] { return cancelled.has_value(); });
    CHECK(cancelled == 0u);
    REQUIRE(opened);
    CHECK(opened->value() == 2);
    f.check_pool(0, 0, 0, 2);
}

TEST_CASE("a shutdown cancels a warm-up that is not over at its deadline")
{
    asio::io_context never_run;
    loopback f({}, {}, &never_run); // a server that never answers the handshake
    std::optional<result<std::size_t>> opened;
    std::optional<std::size_t> cancelled;
    f.client->warm_up(2, [&](result<std::size_t> const& r) { opened.emplace(r); });
    f.run_until([&] { return f.stats().in_use == 2; });
    f.client->shutdown(0s, [&](std::size_t n) { cancelled = n; });
    f.run_until([&] { return cancelled && opened; });
    CHECK(cancelled == 1u);
    REQUIRE_FALSE(opened->has_value());
    CHECK(opened->error().is<cancelled_error>());
    f.check_pool(0, 0, 0, 2);
}

TEST_CASE("a second connection resumes the TLS session of the first")
{
    auto const verified = std::make_shared<int>(0);
    loopback f;
    auto changed = tests::options(*f.mock);
    changed.tls = {};
    auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    changed.tls.context = context;
    context->add_certificate_authority(asio::buffer(f.mock->ca_pem()));
    context->set_verify_callback([verified](bool good, asio::ssl::verify_context&) {
        ++*verified;
        return good;
    });
    f.client.emplace(*f.context, changed);
    f.make();
    int const once = *verified;
    CHECK(once > 0);
    f.mock->close_idle();
    f.settle();
    CHECK(f.make()->value().http.status == 200);
    CHECK(f.stats().opened == 2);
    CHECK(*verified == once); // a resumed handshake shows no certificate
}
