// An exchange that waits in the pool for a connection.

#include "../support/catch.hpp"
#include "../support/refusing_port.hpp"

#include <apideck/http/detail/exchange.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using namespace apideck::http::detail;

TEST_CASE("the limits of an exchange do not begin before it, however old the time of who gives a "
          "connection")
{
    struct holder : connection_pool::waiter {
        void on_connection(std::shared_ptr<connection> c, time_point) override { CHECK_FALSE(c); }
    };
    asio::io_context context;
    refusing_port const nobody(context);
    http::transport_options options;
    options.pool.max_connections = 1;
    auto const pool = connection_pool::create(context.get_executor(), options);
    http::origin const server{.tls = false, .host = "127.0.0.1", .port = nobody.endpoint().port()};
    auto const other = std::make_shared<holder>();
    REQUIRE(pool->acquire(other, server, false, clock::now()));

    http::request const request{
        .head = std::make_shared<http::request_head const>(http::request_head{.origin = server})};
    http::exchange_options limits;
    limits.deadline = clock::now() + 1h;
    limits.attempt_timeout = 30min;
    limits.connect_timeout = 30min;
    std::optional<http::exchange_result> result;
    std::make_shared<exchange>(pool, request, limits, [&](http::exchange_result r) {
        result = std::move(r);
    })->start();
    CHECK(pool->stats().waiting == 1);
    pool->release(server, nullptr, false, clock::now() - 1h);
    context.run_for(60s);

    REQUIRE(result);
    CHECK(result->error == asio::error::connection_refused);
    CHECK(result->times.queue >= duration::zero());
    CHECK(pool->stats().in_use == 0);
}
