#ifndef APIDECK_TESTS_BENCHMARK_ARGUMENTS_HPP
#define APIDECK_TESTS_BENCHMARK_ARGUMENTS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace benchmark {

enum class connecting {
    kept,    // connections are kept
    cold,    // the server closes each after its answer and gives no session: a full handshake each time
    resumed, // the same with TLS sessions resumed
};

struct arguments {
    std::string client;
    std::string host = "127.0.0.1";
    std::string port;
    std::string ca_file;
    unsigned in_flight = 1;
    unsigned connections = 0; // as many as calls in flight
    unsigned threads = 1;
    std::size_t warm_up = 200; // calls that are not measured, after the first of each worker
    std::size_t calls = 1000;  // calls that are measured
    connecting connect = connecting::kept;
    bool keep_session = false; // one session for all calls
};

/// The exit status for what a client has no means for.
inline constexpr int unsupported = 3;

inline arguments parse(std::string_view client, int argc, char** argv)
{
    arguments out;
    out.client = client;
    for (int i = 1; i + 1 < argc; i += 2) {
        std::string_view const name = argv[i];
        char const* const value = argv[i + 1];
        auto const number = [value] {
            return static_cast<unsigned>(std::strtoul(value, nullptr, 10));
        };
        if (name == "--port")
            out.port = value;
        else if (name == "--ca-file")
            out.ca_file = value;
        else if (name == "--in-flight")
            out.in_flight = std::max(1u, number());
        else if (name == "--connections")
            out.connections = number();
        else if (name == "--threads")
            out.threads = number();
        else if (name == "--warm-up")
            out.warm_up = number();
        else if (name == "--calls")
            out.calls = number();
        else if (name == "--session")
            out.keep_session = std::string_view(value) == "kept";
        else if (name == "--connect" && std::string_view(value) == "cold")
            out.connect = connecting::cold;
        else if (name == "--connect" && std::string_view(value) == "resumed")
            out.connect = connecting::resumed;
        else if (name != "--connect") {
            std::fprintf(stderr, "unknown argument: %s\n", argv[i]);
            std::exit(2);
        }
    }
    if (out.connections == 0)
        out.connections = out.in_flight;
    return out;
}

} // namespace benchmark

#endif
