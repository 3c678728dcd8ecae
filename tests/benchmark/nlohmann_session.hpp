#ifndef APIDECK_TESTS_BENCHMARK_NLOHMANN_SESSION_HPP
#define APIDECK_TESTS_BENCHMARK_NLOHMANN_SESSION_HPP

// The session and its answer by nlohmann-json, for the clients that use it.

#include "common.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace benchmark {

inline std::string make_body()
{
    namespace s = session;
    nlohmann::json const session{
        {"consumer_metadata",
            {
                {"account_name", s::account_name},
                {"user_name", s::user_name},
                {"email", s::email},
                {"image", s::image},
            }},
        {"redirect_uri", s::redirect_uri},
        {"settings",
            {
                {"unified_apis", nlohmann::json::array({s::unified_api})},
                {"session_length", s::session_length},
            }},
        {"theme",
            {
                {"favicon", s::favicon},
                {"logo", s::logo},
                {"primary_color", s::color},
                {"sidepanel_background_color", s::color},
                {"sidepanel_text_color", s::text_color},
                {"vault_name", s::vault_name},
                {"privacy_url", s::privacy_url},
                {"terms_url", s::terms_url},
            }},
        {"custom_consumer_settings",
            {
                {"feature_flag_1", true},
                {"tax_rates", {{{"id", "6"}, {"label", "6%"}}, {{"id", "21"}, {"label", "21%"}}}},
            }},
    };
    return session.dump();
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
