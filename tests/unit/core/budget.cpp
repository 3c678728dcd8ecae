// How many retries the calls of a client may make together.

#include <apideck/core/pipeline.hpp>

#include <tests/support/catch.hpp>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

using apideck::core::budget;
using namespace std::chrono_literals;

namespace {

apideck::time_point const start{1h};

int taken(budget& b, apideck::time_point now)
{
    int n = 0;
    while (n != 1000 && b.take(now))
        ++n;
    return n;
}

} // namespace

TEST_CASE("a budget begins with its reserve", "[budget]")
{
    budget b(apideck::retry_budget{.ratio = 0.1, .reserve = 7, .interval = 0s});
    CHECK(taken(b, start) == 7);
}

TEST_CASE("each call earns its part of a retry", "[budget]")
{
    budget b(apideck::retry_budget{.ratio = 0.25, .reserve = 10, .interval = 0s});
    REQUIRE(taken(b, start) == 10);
    for (int i = 0; i != 11; ++i)
        b.earn();
    CHECK(taken(b, start) == 2);
    b.earn();
    CHECK(taken(b, start) == 1);
}

TEST_CASE("no more is saved up than the reserve", "[budget]")
{
    budget b(apideck::retry_budget{.ratio = 0.5, .reserve = 3, .interval = 1s});
    for (int i = 0; i != 100; ++i)
        b.earn();
    CHECK(taken(b, start) == 3);
    CHECK(taken(b, start + 1h) == 3);
}

TEST_CASE("a retry is regained in each interval", "[budget]")
{
    budget b(apideck::retry_budget{.ratio = 0, .reserve = 2, .interval = 10s});
    REQUIRE(taken(b, start) == 2);
    CHECK(taken(b, start + 9s) == 0);
    CHECK(taken(b, start + 10s) == 1);
    // A clock of several threads may seem to go back.
    CHECK(taken(b, start + 5s) == 0);
    CHECK(taken(b, start + 20s) == 1);
}

TEST_CASE("a client without a budget may always retry", "[budget]")
{
    budget b(std::nullopt);
    b.earn();
    CHECK(taken(b, start) == 1000);
}

TEST_CASE("threads share a budget", "[budget]")
{
    budget b(apideck::retry_budget{.ratio = 0.5, .reserve = 100, .interval = 0s});
    std::atomic<int> all = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([&] { all += taken(b, start); });
    for (auto& t : threads)
        t.join();
    CHECK(all == 100);
}
