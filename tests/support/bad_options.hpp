#ifndef APIDECK_TESTS_SUPPORT_BAD_OPTIONS_HPP
#define APIDECK_TESTS_SUPPORT_BAD_OPTIONS_HPP

#include <apideck/call_options.hpp>
#include <apideck/client_options.hpp>

#include <chrono>
#include <functional>
#include <limits>
#include <string>
#include <vector>

// Options that can't make a request.

namespace apideck::tests {

/// What is wrong in otherwise good options, and the field that a refusal must name.
template <class Options>
struct bad_option {
    std::string field;
    std::function<void(Options&)> spoil;
};

/// What a client and a call have both.
template <class Options>
std::vector<bad_option<Options>> bad_common_options()
{
    using namespace std::chrono_literals;
    using policy = retry_policy;
    std::vector<bad_option<Options>> out{
        {"app_id", [](auto& o) { o.app_id = ""; }},
        {"app_id", [](auto& o) { o.app_id = "a\n"; }},
        {"consumer_id", [](auto& o) { o.consumer_id = ""; }},
        {"consumer_id", [](auto& o) { o.consumer_id = "caf\u00eb"; }},
        {"headers[0].name", [](auto& o) { o.headers = {{"a b", "1"}}; }},
        {"headers[1].name", [](auto& o) { o.headers = {{"x-a", "1"}, {"Authorization", "1"}}; }},
        {"headers[1].value", [](auto& o) { o.headers = {{"x-a", "1"}, {"x-b", " 1"}}; }},
        {"server_url", [](auto& o) { o.server_url = ""; }},
        {"server_url", [](auto& o) { o.server_url = "http://h"; }},
        {"server_url", [](auto& o) { o.server_url = "https://user@h"; }},
    };
    for (auto const limit : {duration(0), duration(-1), duration::min()}) {
        out.push_back({"timeout", [limit](auto& o) { o.timeout = limit; }});
        out.push_back({"attempt_timeout", [limit](auto& o) { o.attempt_timeout = limit; }});
        out.push_back({"connect_timeout", [limit](auto& o) { o.connect_timeout = limit; }});
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
    std::vector<bad_option<policy>> const policies{
        {"retries.initial_interval", [](policy& p) { p.initial_interval = -1ns; }},
        {"retries.max_interval", [](policy& p) { p.max_interval = -1ns; }},
        {"retries.max_elapsed_time", [](policy& p) { p.max_elapsed_time = -1ns; }},
        {"retries.exponent", [](policy& p) { p.exponent = 0.99; }},
        {"retries.exponent", [=](policy& p) { p.exponent = -infinity; }},
        {"retries.exponent", [=](policy& p) { p.exponent = infinity; }},
        {"retries.exponent", [=](policy& p) { p.exponent = no_number; }},
        {"retries.max_attempts", [](policy& p) { p.max_attempts = 0; }},
        {"retries.status_codes[1]", [](policy& p) { p.status_codes = {500, 299}; }},
        {"retries.status_codes[0]", [](policy& p) { p.status_codes = {600}; }},
    };
    for (auto const& [field, spoil] : policies)
        out.push_back({field, [apply = spoil](auto& o) {
                           policy p;
                           apply(p);
                           o.retries = p;
                       }});
    return out;
}

/// Those of a client, but for its key.
inline std::vector<bad_option<client_options>> bad_client_options()
{
    using namespace std::chrono_literals;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
    auto out = bad_common_options<client_options>();
    out.insert(out.end(),
        {
            {"user_agent_suffix", [](auto& o) { o.user_agent_suffix = "a\x7f"; }},
            {"limits.head", [](auto& o) { o.limits.head = 1023; }},
            {"limits.body", [](auto& o) { o.limits.body = 0; }},
            {"limits.error_body", [](auto& o) { o.limits.error_body = 0; }},
            {"pool.max_connections", [](auto& o) { o.pool.max_connections = 0; }},
            {"pool.idle_timeout", [](auto& o) { o.pool.idle_timeout = -1ns; }},
            {"retry_budget.ratio", [](auto& o) { o.retry_budget->ratio = -0.1; }},
            {"retry_budget.ratio", [=](auto& o) { o.retry_budget->ratio = infinity; }},
            {"retry_budget.ratio", [=](auto& o) { o.retry_budget->ratio = no_number; }},
            {"retry_budget.reserve",
                [](auto& o) { o.retry_budget = retry_budget{.ratio = 0.5, .reserve = 0.4}; }},
            {"retry_budget.reserve", [=](auto& o) { o.retry_budget->reserve = infinity; }},
            {"retry_budget.reserve", [=](auto& o) { o.retry_budget->reserve = no_number; }},
            {"retry_budget.interval", [](auto& o) { o.retry_budget->interval = -1ns; }},
            {"connect.attempt_delay", [](auto& o) { o.connect.attempt_delay = 9ms; }},
            {"connect.resolve_ttl", [](auto& o) { o.connect.resolve_ttl = -1s; }},
        });
    return out;
}

/// Those of a call.
inline std::vector<bad_option<call_options>> bad_call_options()
{
    auto out = bad_common_options<call_options>();
    out.push_back({"retry_codes[1]", [](auto& o) { o.retry_codes = std::vector<int>{503, 200}; }});
    return out;
}

} // namespace apideck::tests

#endif
