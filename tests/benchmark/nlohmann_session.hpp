#ifndef APIDECK_TESTS_BENCHMARK_NLOHMANN_SESSION_HPP
#define APIDECK_TESTS_BENCHMARK_NLOHMANN_SESSION_HPP

// The session and its answer by nlohmann-json, for the clients that use it.

#include "common.hpp"
#include "session.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace benchmark {

inline std::string make_body()
{
    return make_session<nlohmann::json, nlohmann::json::array_t>().dump();
}

/// Tells the run of the end of a call.
inline void finish(run& r, std::size_t n, clock::time_point start, std::string const& body)
{
    auto const answer = nlohmann::json::parse(body);
    auto const& data = answer.at("data");
    auto const session_uri = data.at("session_uri").get<std::string>();
    auto const session_token = data.at("session_token").get<std::string>();
    r.finished(n, start, session_uri, session_token);
}

} // namespace benchmark

#endif
