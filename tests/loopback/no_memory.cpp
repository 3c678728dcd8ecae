// A system that has no memory at some moment.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/refusing_system.hpp"
#include "../support/timing.hpp"

#include <apideck/http/detail/connection.hpp>
#include <apideck/http/detail/warm_up.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using asio::ip::tcp;

TEST_CASE("where there is no memory for a request the call ends with an error, the pool whole")
{
    loopback f(without_retries);
    Session const large{
        .custom_consumer_settings = boost::json::object{{"large", std::string(200'000, 'x')}}};
    auto const c = f.start(&large);
    {
        no_memory_for const blocks(100'000);
        f.finish(c);
    }
    CHECK(c->alternative<connection_error>().code == asio::error::no_memory);
    CHECK(c->error().delivery() == delivery::never);
    f.check_pool(0, 0, 0, 1);
    CHECK(f.make(&large)->value().http.status == 200);
}

TEST_CASE("where there is no memory for a connection the call ends with an error, the pool whole")
{
    loopback f([](client_options& o) {
        without_retries(o);
        o.pool.max_connections = 1;
    });
    auto const c = f.start();
    auto const waits = f.start();
    {
        no_memory_for const blocks(sizeof(http::detail::connection));
        f.finish(c);
        f.finish(waits);
    }
    for (auto const& failed : {c, waits}) {
        CHECK(failed->alternative<connection_error>().code == asio::error::no_memory);
        CHECK(failed->error().delivery() == delivery::never);
    }
    f.check_pool(0, 0, 0, 2);
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("where there is no memory for a server's addresses the call ends with an error, at once")
{
    // The address that is dialled first is the right one; the list of them is large.
    std::vector<tcp::endpoint> addresses(10'000);
    loopback f([&](client_options& o) {
        without_retries(o);
        o.pool.max_connections = 1;
        o.server_url = "https://vault.test";
        o.resolve = [&](std::string const&, std::uint16_t, http::resolve_handler h) {
            std::move(h)(boost::system::error_code(), std::move(addresses));
        };
    });
    auto const c = f.start();
    {
        no_memory_for const lists(100'000);
        f.finish(c);
    }
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == asio::error::no_memory);
    CHECK(e.stage == stage::connect);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("where there is no memory for a warm-up it ends with an error, and the next one works")
{
    loopback f;
    std::optional<result<std::size_t>> opened;
    auto const warm_up = [&] {
        opened.reset();
        f.client->warm_up(2, [&](result<std::size_t> r) { opened.emplace(std::move(r)); });
    };
    warm_up();
    {
        no_memory_for const blocks(sizeof(http::detail::warm_up));
        f.run_until([&] { return opened.has_value(); });
    }
    REQUIRE_FALSE(*opened);
    error const failed = opened->error();
    REQUIRE(failed.is<connection_error>());
    CHECK(failed.get_if<connection_error>()->code == asio::error::no_memory);
    f.check_pool(0, 0, 0, 0);
    warm_up();
    f.run_until([&] { return opened.has_value(); });
    CHECK(opened->value() == 2);
}

TEST_CASE_METHOD(timing, "a queue of timers is as before where there was no memory for an entry")
{
    using namespace std::chrono_literals;
    int refused = 0;
    for (int after = 0; after != 8; ++after) {
        queue = std::make_shared<http::detail::timer_queue>(context.get_executor());
        auto const entry = make(after);
        auto const other = make(100 + after);
        try {
            one_refusal const memory(after);
            queue->set(entry, now - 1s);
        } catch (std::bad_alloc const&) {
            ++refused;
            queue->remove(*entry);
        }
        queue->set(other, now - 1s);
        CHECK(poll().back() == 100 + after);
        CHECK_FALSE(queue->remove(*entry));
    }
    CHECK(refused >= 2);
}
