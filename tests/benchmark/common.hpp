#ifndef APIDECK_TESTS_BENCHMARK_COMMON_HPP
#define APIDECK_TESTS_BENCHMARK_COMMON_HPP

// What the clients of the benchmark share: their arguments, what a session holds, and the measuring.
// It uses no library that a client is measured with.

#include "arguments.hpp"

#include <dlfcn.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace benchmark {

using clock = std::chrono::steady_clock;

/// The values of the session that each call sends, 777 bytes as JSON (see `sent_body` in openssl.cpp).
namespace session {
inline constexpr char account_name[] = "SpaceX";
inline constexpr char user_name[] = "Elon Musk";
inline constexpr char email[] = "elon@musk.com";
inline constexpr char image[] = "https://www.spacex.com/static/images/share.jpg";
inline constexpr char redirect_uri[] = "https://mysaas.com/dashboard";
inline constexpr char unified_api[] = "crm";
inline constexpr char session_length[] = "30m";
inline constexpr char favicon[] = "https://res.cloudinary.com/apideck/icons/intercom";
inline constexpr char logo[] = "https://res.cloudinary.com/apideck/icons/intercom";
inline constexpr char color[] = "#286efa";
inline constexpr char text_color[] = "#FFFFFF";
inline constexpr char vault_name[] = "Intercom";
inline constexpr char privacy_url[] = "https://compliance.apideck.com/privacy-policy";
inline constexpr char terms_url[]
    = "https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e";
} // namespace session

/// The fields that each request has, beside Host, Content-Length and User-Agent.
inline constexpr char path[] = "/vault/sessions";
inline constexpr char authorization[] = "Bearer sk_live_0123456789abcdefghijklmnopqrstuvwxyz";
inline constexpr char app_id[] = "dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX";
inline constexpr char consumer_id[] = "test-consumer";
inline constexpr std::chrono::seconds deadline{30}; // of a call

/** One run: hands out calls, and measures from the moment when all workers have made one, and some
    to warm up, until as many as asked for have ended. Workers go on until then, so that as many are
    in flight from the first measured call to the last. */
class run {
public:
    run(std::string_view client, int argc, char** argv) : args(parse(client, argc, argv))
    {
        latencies_.reserve(args.calls);
        left_to_warm_up_ = args.warm_up + 1;
    }

    arguments const args;

    /// Whether a worker is to make another call.
    [[nodiscard]] bool more()
    {
        std::lock_guard const lock(mutex_);
        return latencies_.size() < args.calls;
    }

    /// @param n How many calls the worker has made before. @param start When it began the call.
    void finished(std::size_t n, clock::time_point start, std::string const& session_uri,
        std::string const& session_token)
    {
        if (!session_uri.starts_with("https://vault.apideck.com/session/")
            || session_token.size() < 100)
            fail("the answer was not read");
        auto const now = clock::now();
        std::lock_guard const lock(mutex_);
        if (n == 0 && ready_++ == 0)
            first_ = now - created_;
        if (ready_ < args.in_flight || latencies_.size() == args.calls)
            return;
        if (left_to_warm_up_ != 0) {
            if (--left_to_warm_up_ == 0)
                begin_ = snapshot();
            return;
        }
        latencies_.push_back(static_cast<std::uint32_t>(
            std::min<std::int64_t>((now - start).count(), UINT32_MAX)));
        if (latencies_.size() == args.calls)
            end_ = snapshot();
    }

    [[noreturn]] void fail(std::string const& reason)
    {
        std::fprintf(stderr, "%s: %s\n", args.client.c_str(), reason.c_str());
        std::_Exit(1);
    }

    /// Prints the run as a line of JSON.
    int print()
    {
        if (latencies_.size() != args.calls)
            fail("ended early");
        auto const calls = static_cast<double>(args.calls);
        auto const us = [](clock::duration d) {
            return std::chrono::duration<double, std::micro>(d).count();
        };
        double const took = us(end_.time - begin_.time);
        constexpr char const* connect[] = {"kept", "cold", "resumed"};
        std::printf("{\"client\":\"%s\",\"connect\":\"%s\",\"in_flight\":%u,\"connections\":%u,"
                    "\"threads\":%u,\"session\":\"%s\",\"calls\":%zu,\"rate\":%.0f,\"cpu\":%.2f,"
                    "\"p50\":%.1f,\"p99\":%.1f,\"first\":%.0f,\"rss\":%ld",
            args.client.c_str(), connect[static_cast<int>(args.connect)], args.in_flight,
            args.connections, args.threads, args.keep_session ? "kept" : "new", args.calls,
            calls / took * 1e6, (end_.cpu - begin_.cpu) / calls, percentile(50), percentile(99),
            us(first_), end_.resident);
        if (counters())
            std::printf(",\"allocations\":%.2f,\"allocations_tls\":%.2f,\"allocated\":%.0f",
                static_cast<double>(end_.allocations[0] - begin_.allocations[0]) / calls,
                static_cast<double>(end_.allocations[1] - begin_.allocations[1]) / calls,
                static_cast<double>(end_.allocations[2] - begin_.allocations[2]) / calls);
        std::puts("}");
        return 0;
    }

private:
    struct state {
        clock::time_point time{};
        double cpu = 0;         // us, user and system
        long resident = 0;      // bytes
        unsigned long allocations[3] = {}; // all, those of OpenSSL, bytes
    };

    /// What allocations.cpp counts, where it is preloaded.
    static unsigned long const* counters()
    {
        static auto const found
            = static_cast<unsigned long const*>(dlsym(RTLD_DEFAULT, "benchmark_allocations"));
        return found;
    }

    static state snapshot()
    {
        state out;
        if (auto const* counted = counters())
            std::copy(counted, counted + 3, out.allocations);
        if (std::FILE* statm = std::fopen("/proc/self/statm", "r")) {
            if (std::fscanf(statm, "%*d %ld", &out.resident) != 1)
                out.resident = 0;
            out.resident *= sysconf(_SC_PAGESIZE);
            std::fclose(statm);
        }
        rusage used{};
        getrusage(RUSAGE_SELF, &used);
        for (timeval const t : {used.ru_utime, used.ru_stime})
            out.cpu += static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec);
        out.time = clock::now();
        return out;
    }

    double percentile(unsigned p)
    {
        auto const at = latencies_.begin()
            + static_cast<std::ptrdiff_t>((latencies_.size() - 1) * p / 100);
        std::nth_element(latencies_.begin(), at, latencies_.end());
        return *at / 1e3;
    }

    clock::time_point const created_ = clock::now();
    std::mutex mutex_;
    clock::duration first_{}; // from the start of the program to the end of the first call
    std::size_t ready_ = 0;
    std::size_t left_to_warm_up_ = 0;
    std::vector<std::uint32_t> latencies_; // ns
    state begin_, end_;
};

} // namespace benchmark

#endif
