// Many calls in flight on one client from several threads; meant for ThreadSanitizer.

#include "../support/catch.hpp"
#include "../support/erratic_server.hpp"

#include <apideck/client.hpp>

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE("many calls from several threads to a server that fails at random all end, once")
{
    constexpr std::size_t threads = 4;
    constexpr std::size_t calls = 400;
    auto const seed = static_cast<std::uint32_t>(std::random_device()());
    CAPTURE(seed);
    erratic_server server(
        seed, {.delayed = 10, .too_many = 4, .unavailable = 4, .reset = 3, .dropped = 3});
    boost::asio::thread_pool pool(threads);
    client_options options;
    options.api_key = "1";
    options.app_id = "a";
    options.consumer_id = "c";
    options.server_url = server.url();
    options.tls.ca_pem = server.ca_pem();
    options.pool.max_connections = 16;
    options.retries.initial_interval = 1ms;
    apideck::client const client(pool.get_executor(), options);

    std::vector<std::atomic<int>> completions(calls);
    std::atomic<std::size_t> left = calls;
    std::atomic<std::size_t> values = 0;
    std::promise<void> all_ended;
    std::vector<std::thread> starters;
    for (std::size_t t = 0; t != threads; ++t)
        starters.emplace_back([&, t] {
            for (std::size_t i = t; i < calls; i += threads)
                client.vault.sessions.create([&, i](create_session_result const& r) {
                    ++completions[i];
                    values += r.has_value() ? 1u : 0u;
                    if (--left == 0)
                        all_ended.set_value();
                });
        });
    for (auto& thread : starters)
        thread.join();
    REQUIRE(all_ended.get_future().wait_for(60s) == std::future_status::ready);
    pool.join();

    for (auto const& n : completions)
        CHECK(n == 1);
    CHECK(values >= calls - calls / 20);
    auto const stats = client.transport().stats();
    CHECK(stats.in_use == 0);
    CHECK(stats.waiting == 0);
    CHECK(stats.idle <= 16);
}
