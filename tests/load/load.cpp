// Many calls in flight through one pool, to a server that treats them at random.
//
// APIDECK_LOAD_CALLS says how many (1,000 else), APIDECK_LOAD_SEED repeats a run.

#include "../support/catch.hpp"
#include "../support/erratic_server.hpp"
#include "../support/live_bytes.hpp"

#include <apideck/client.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t connections = 64;
constexpr auto timeout = 100s;
constexpr erratic_manners gentle{};
constexpr erratic_manners rough{
    .delayed = 10, .too_many = 4, .unavailable = 4, .reset = 3, .dropped = 3};

std::size_t from_environment(char const* name, std::size_t otherwise)
{
    char const* const text = std::getenv(name);
    return text ? std::stoul(text) : otherwise;
}

/// What came of the calls of a burst.
struct outcome {
    std::size_t ended_once = 0;
    std::size_t values = 0;
    std::size_t timeouts = 0;
    std::size_t attempts = 0;
    duration longest{};
};

struct load {
    /// @param budget None: only the policy limits the retries.
    explicit load(
        erratic_manners const& manners, std::optional<apideck::retry_budget> const& budget = {})
        : seed(static_cast<std::uint32_t>(
            from_environment("APIDECK_LOAD_SEED", std::random_device()()))),
          server(seed, manners),
          client(context, options(budget))
    {
        std::cout << "APIDECK_LOAD_CALLS=" << calls << " APIDECK_LOAD_SEED=" << seed << '\n';
    }

    client_options options(std::optional<apideck::retry_budget> const& budget)
    {
        client_options out;
        // Each attempt asks for its key just before it asks for a connection: keys count in the
        // order of asking, and the server sees them.
        out.api_key = [this] { return std::to_string(++asked); };
        out.app_id = "a";
        out.consumer_id = "c";
        out.server_url = server.url();
        out.tls.ca_pem = server.ca_pem();
        out.timeout = timeout;
        out.pool.max_connections = connections;
        out.retries.initial_interval = 1ms;
        out.retry_budget = budget;
        return out;
    }

    /// So many calls at once, until all have ended.
    outcome burst(std::size_t n)
    {
        outcome out;
        std::vector<unsigned> completions(n);
        for (auto& completed : completions)
            client.vault.sessions.create([&, begun = clock::now()](create_session_result const& r) {
                ++completed;
                out.values += r.has_value() ? 1u : 0u;
                out.timeouts += !r && r.error().is<timeout_error>() ? 1u : 0u;
                out.attempts += r ? r->http.attempts.size() : r.error().attempts().size();
                out.longest = std::max(out.longest, clock::now() - begun);
            });
        context.restart();
        context.run_for(timeout + 20s);
        CHECK(context.stopped());
        out.ended_once = static_cast<std::size_t>(std::ranges::count(completions, 1u));
        auto const stats = client.transport().stats();
        CHECK(stats.in_use == 0);
        CHECK(stats.waiting == 0);
        CHECK(stats.idle <= connections);
        return out;
    }

    /// The live memory once every connection of the pool is open.
    std::optional<std::size_t> level()
    {
        server.set(gentle);
        burst(4 * connections);
        (void)server.take_arrivals();
        return live_bytes();
    }

    std::size_t const calls = from_environment("APIDECK_LOAD_CALLS", 1000);
    std::uint32_t const seed;
    std::size_t asked = 0;
    erratic_server server;
    asio::io_context context;
    apideck::client client;
};

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

    CHECK(out.ended_once == l.calls);
    CHECK(out.timeouts == 0);
    CHECK(out.longest < timeout);
    // One in a thousand meets four failures of 14 %, or a few more where connections are replaced.
    CHECK(out.values >= l.calls - l.calls / 100);
    auto arrivals = l.server.take_arrivals();
    CHECK(arrivals.size() == out.attempts);
    auto const overtaken = most_overtaken(arrivals);
    std::cout << arrivals.size() << " requests, at most " << overtaken << " overtook one, longest "
              << std::chrono::duration_cast<std::chrono::milliseconds>(out.longest).count()
              << " ms\n";
    // Connections are had in the order of asking. Of those that are under way at once the server may
    // read any first.
    CHECK(overtaken <= 2 * connections);

    std::vector<arrival>().swap(arrivals); // which is memory, too
    auto const after = l.level();
    if (before && after) {
        std::cout << *before << " bytes live before, " << *after << " after\n";
        // What TLS and the allocator hold varies by some 100 KB.
        CHECK(*after <= *before + 256 * 1024);
    }
}

TEST_CASE(
    "a server that only fails gets as many requests as calls, and what the budget gives", "[load]")
{
    apideck::retry_budget const budget;
    load l({.unavailable = 100}, budget);
    CAPTURE(l.seed);
    auto const begun = clock::now();

    // In ten bursts, for a budget that is full earns nothing.
    std::size_t ended_once = 0;
    std::size_t values = 0;
    for (std::size_t made = 0; made != l.calls;) {
        auto const n = std::min(l.calls / 10 + 1, l.calls - made);
        auto const out = l.burst(n);
        made += n;
        ended_once += out.ended_once;
        values += out.values;
    }

    CHECK(ended_once == l.calls);
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
