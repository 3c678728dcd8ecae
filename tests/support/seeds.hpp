#ifndef APIDECK_TESTS_SUPPORT_SEEDS_HPP
#define APIDECK_TESTS_SUPPORT_SEEDS_HPP

#include <apideck/models/session.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <string>
#include <string_view>

// The example of each of the five documents that the SDK implements.

namespace apideck::tests {

struct seed {
    std::string_view language;
    /// The document gives consumer and application with the call, too (all give them to the client).
    bool identity_in_call;
    /// The example sets `session_length`.
    bool has_length;
};

inline constexpr std::array<seed, 5> seeds{{
    {"C#", true, false},
    {"PHP", true, true},
    {"Java", false, true},
    {"TypeScript", true, false},
    {"Python", false, true},
}};

inline constexpr std::string_view seed_consumer = "test-consumer";
inline constexpr std::string_view seed_app = "dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX";

/// The session that a document's example creates.
inline Session seed_session(seed const& s)
{
    boost::json::object low;
    low["id"] = "6";
    low["label"] = "6%";
    boost::json::object high;
    high["id"] = "21";
    high["label"] = "21%";
    boost::json::array rates;
    rates.emplace_back(low);
    rates.emplace_back(high);
    boost::json::object custom;
    custom["feature_flag_1"] = true;
    custom["tax_rates"] = rates;

    Session out;
    out.consumer_metadata = ConsumerMetadata{
        .account_name = "SpaceX",
        .user_name = "Elon Musk",
        .email = "elon@musk.com",
        .image = "https://www.spacex.com/static/images/share.jpg",
    };
    out.redirect_uri = "https://mysaas.com/dashboard";
    out.settings.emplace();
    out.settings->unified_apis.emplace().push_back(UnifiedApiId::crm);
    if (s.has_length)
        out.settings->session_length = "30m";
    out.theme = Theme{
        .favicon = "https://res.cloudinary.com/apideck/icons/intercom",
        .logo = "https://res.cloudinary.com/apideck/icons/intercom",
        .primary_color = "#286efa",
        .sidepanel_background_color = "#286efa",
        .sidepanel_text_color = "#FFFFFF",
        .vault_name = "Intercom",
        .privacy_url = "https://compliance.apideck.com/privacy-policy",
        .terms_url
        = "https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e",
    };
    out.custom_consumer_settings = custom;
    return out;
}

/// The body that must go on the wire for it.
inline std::string seed_body(seed const& s)
{
    std::string out
        = R"({"consumer_metadata":{"account_name":"SpaceX","user_name":"Elon Musk",)"
          R"("email":"elon@musk.com","image":"https://www.spacex.com/static/images/share.jpg"},)"
          R"("redirect_uri":"https://mysaas.com/dashboard","settings":{"unified_apis":["crm"])";
    if (s.has_length)
        out += R"(,"session_length":"30m")";
    out += R"(},"theme":{"favicon":"https://res.cloudinary.com/apideck/icons/intercom",)"
           R"("logo":"https://res.cloudinary.com/apideck/icons/intercom",)"
           R"("primary_color":"#286efa","sidepanel_background_color":"#286efa",)"
           R"("sidepanel_text_color":"#FFFFFF","vault_name":"Intercom",)"
           R"("privacy_url":"https://compliance.apideck.com/privacy-policy",)"
           R"("terms_url":"https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e"},)"
           R"("custom_consumer_settings":{"feature_flag_1":true,"tax_rates":[)"
           R"({"id":"6","label":"6%"},{"id":"21","label":"21%"}]}})";
    return out;
}

} // namespace apideck::tests

#endif
