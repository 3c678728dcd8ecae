#ifndef APIDECK_TESTS_BENCHMARK_SESSION_HPP
#define APIDECK_TESTS_BENCHMARK_SESSION_HPP

// The session as a value of a JSON library, for those that make one of braces.

#include "common.hpp"

namespace benchmark {

template <class Object, class Array>
Object make_session()
{
    namespace s = session;
    return Object{
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
                {"unified_apis", Array{s::unified_api}},
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
}

} // namespace benchmark

#endif
