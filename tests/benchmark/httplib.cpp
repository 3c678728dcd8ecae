// cpp-httplib with nlohmann-json: blocking, so a thread a call in flight.

#include "nlohmann_session.hpp"

#include <httplib.h>

#include <string>
#include <thread>
#include <vector>

namespace {

void worker(benchmark::run& run)
{
    httplib::SSLClient client(run.args.host, std::stoi(run.args.port));
    client.set_ca_cert_path(run.args.ca_file);
    client.enable_server_certificate_verification(true);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true); // it writes head and body apart
    client.set_connection_timeout(benchmark::deadline);
    client.set_read_timeout(benchmark::deadline);
    client.set_write_timeout(benchmark::deadline);
    for (std::size_t n = 0; run.more(); ++n) {
        auto const start = benchmark::clock::now();
        httplib::Headers const headers{
            {"Accept", "application/json"},
            {"Authorization", benchmark::authorization},
            {"x-apideck-app-id", benchmark::app_id},
            {"x-apideck-consumer-id", benchmark::consumer_id},
        };
        auto const response = client.Post(
            benchmark::path, headers, benchmark::make_body(), "application/json");
        if (!response)
            run.fail(httplib::to_string(response.error()));
        if (response->status != 200)
            run.fail("status " + std::to_string(response->status));
        benchmark::finish(run, n, start, response->body);
    }
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::run run("httplib", argc, argv);
    if (run.args.connect == benchmark::connecting::resumed)
        return benchmark::unsupported;
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < run.args.in_flight; ++i)
            others.emplace_back([&run] { worker(run); });
        worker(run);
    }
    return run.print();
}
