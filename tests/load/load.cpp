// Many calls in flight through one pool, to a server that treats them at random.
//
// APIDECK_LOAD_CALLS says how many (1,000 else), APIDECK_LOAD_SEED repeats a run.

#include "../support/load.hpp"
#include "../support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <vector>

using namespace apideck;
using namespace apideck::tests;

namespace {

/// The most requests that came before one that had asked before them. Those that come first on a
/// connection don't count: they had to wait for its handshake.
std::size_t most_overtaken(std::vector<arrival> const& arrivals)
{
    std::size_t most = 0;
    std::vector<std::size_t> seen; // in the order of asking
    for (auto const& [key, first] : arrivals) {
        if (first)
            continue;
        auto const place = std::ranges::upper_bound(seen, key);
        most = std::max(most, static_cast<std::size_t>(seen.end() - place));
        seen.insert(place, key);
    }
    return most;
}

} // namespace

TEST_CASE(
    "many calls to a server that fails at random end, once, in time, and leave nothing", "[load]")
{
    load l(rough);
    CAPTURE(l.seed);
    // Once before, for the list of timers keeps the room that it needed.
    l.burst(l.calls);
    auto const before = l.level();
    l.server.set(rough);

    auto const out = l.burst(l.calls);

    l.check(out);
    auto arrivals = l.server.take_arrivals();
    CHECK(arrivals.size() == out.attempts);
    auto const overtaken = most_overtaken(arrivals);
    std::cout << "at most " << overtaken << " requests overtook one\n";
    // Connections are had in the order of asking. Of those that are under way at once the server may
    // read any first.
    CHECK(overtaken <= 2 * load::connections);

    std::vector<arrival>().swap(arrivals); // which is memory, too
    l.check_level(before);
}

TEST_CASE(
    "a server that only fails gets as many requests as calls, and what the budget gives", "[load]")
{
    apideck::retry_budget const budget;
    load l({.unavailable = 100}, budget);
    CAPTURE(l.seed);
    auto const begun = clock::now();

    // In ten bursts, for a budget that is full earns nothing.
    std::size_t values = 0;
    for (std::size_t made = 0; made != l.calls;) {
        auto const n = std::min(l.calls / 10 + 1, l.calls - made);
        auto const out = l.burst(n);
        made += n;
        values += out.values;
    }

    CHECK(values == 0);
    auto const requests = l.server.take_arrivals().size();
    using floating = std::chrono::duration<double, duration::period>;
    double const intervals = floating(clock::now() - begun) / floating(budget.interval);
    auto const calls = static_cast<double>(l.calls);
    double const most = calls + calls * budget.ratio + budget.reserve + intervals;
    std::cout << requests << " requests for " << l.calls << " calls, at most " << most
              << " allowed\n";
    CHECK(requests > l.calls);
    CHECK(static_cast<double>(requests) <= most);
    if (l.calls >= 10'000) // with fewer the reserve has more weight
        CHECK(static_cast<double>(requests) <= 1.2 * calls);
}
