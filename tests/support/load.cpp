#include "load.hpp"
#include "catch.hpp"
#include "live_bytes.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace apideck::tests {

namespace {

std::size_t from_environment(char const* name, std::size_t otherwise)
{
    char const* const text = std::getenv(name);
    return text ? std::stoul(text) : otherwise;
}

} // namespace

load::load(erratic_manners const& manners, std::optional<apideck::retry_budget> const& budget)
    : calls(from_environment("APIDECK_LOAD_CALLS", 1000)),
      seed(static_cast<std::uint32_t>(
          from_environment("APIDECK_LOAD_SEED", std::random_device()()))),
      server(seed, manners),
      client_(context_, options(budget))
{
    std::cout << "APIDECK_LOAD_CALLS=" << calls << " APIDECK_LOAD_SEED=" << seed << '\n';
}

client_options load::options(std::optional<apideck::retry_budget> const& budget)
{
    client_options out;
    // Each attempt asks for its key just before it asks for a connection: keys count in the order
    // of asking, and the server sees them.
    out.api_key = [this] { return std::to_string(++asked_); };
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

outcome load::burst(std::size_t n, std::size_t threads)
{
    std::mutex mutex; // for the next two
    outcome out;
    std::vector<unsigned> completions(n);
    context_.restart();
    auto started = asio::make_work_guard(context_);
    std::atomic<std::size_t> starting = threads;
    auto const run = [&](std::size_t first) {
        for (std::size_t i = first; i < n; i += threads)
            client_.vault.sessions.create(
                [&, i, begun = clock::now()](create_session_result const& r) {
                    std::lock_guard const lock(mutex);
                    ++completions[i];
                    out.values += r.has_value() ? 1u : 0u;
                    out.timeouts += !r && r.error().is<timeout_error>() ? 1u : 0u;
                    out.attempts += r ? r->http.attempts.size() : r.error().attempts().size();
                    out.longest = std::max(out.longest, clock::now() - begun);
                });
        if (--starting == 0)
            started.reset();
        context_.run_for(timeout + 20s);
    };
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < threads; ++t)
        others.emplace_back(run, t);
    run(0);
    for (auto& thread : others)
        thread.join();

    CHECK(context_.stopped());
    CHECK(static_cast<std::size_t>(std::ranges::count(completions, 1u)) == n);
    auto const stats = client_.transport().stats();
    CHECK(stats.in_use == 0);
    CHECK(stats.waiting == 0);
    CHECK(stats.idle <= connections);
    return out;
}

std::optional<std::size_t> load::level()
{
    server.set(gentle);
    burst(4 * connections);
    (void)server.take_arrivals();
    return live_bytes();
}

void load::check(outcome const& out) const
{
    std::cout << out.attempts << " requests, longest call "
              << std::chrono::duration_cast<std::chrono::milliseconds>(out.longest).count()
              << " ms\n";
    CHECK(out.timeouts == 0);
    CHECK(out.longest < timeout);
    // One in a thousand meets four failures of 14 %, or a few more where connections are replaced.
    CHECK(out.values >= calls - calls / 100);
}

void load::check_level(std::optional<std::size_t> before)
{
    auto const after = level();
    if (!before || !after)
        return;
    std::cout << *before << " bytes live before, " << *after << " after\n";
    // What TLS and the allocator hold varies by some 100 KB.
    CHECK(*after <= *before + 256 * 1024);
}

} // namespace apideck::tests
