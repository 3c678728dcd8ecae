#ifndef APIDECK_TESTING_DETAIL_MOCK_PAGE_HPP
#define APIDECK_TESTING_DETAIL_MOCK_PAGE_HPP

#include <apideck/detail/config.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/models/session.hpp>
#include <apideck/testing/detail/mock_token.hpp>
#include <apideck/testing/mock_answer.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

inline std::string escape_html(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    }
    return out;
}

/// As the value of an attribute; empty for what is no web address, such as "javascript:".
inline std::string web_address(std::optional<std::string> const& address)
{
    if (!address || !(address->starts_with("https://") || address->starts_with("http://")))
        return {};
    return escape_html(*address);
}

/// The colour if it is one like "#286efa", else the other.
inline std::string colour(std::optional<std::string> const& given, std::string_view otherwise)
{
    constexpr std::string_view digits = "0123456789abcdefABCDEF";
    if (given && (given->size() == 4 || given->size() == 7) && given->front() == '#'
        && given->find_first_not_of(digits, 1) == std::string::npos)
        return *given;
    return std::string(otherwise);
}

inline std::string element(std::string const& tag, std::string const& attributes,
    std::optional<std::string> const& text)
{
    if (!text || text->empty())
        return {};
    return '<' + tag + ' ' + attributes + '>' + escape_html(*text) + "</" + tag + ">\n";
}

inline std::string image(std::string const& id, std::string const& address)
{
    if (address.empty())
        return {};
    return "<img id=\"" + id + "\" src=\"" + address + "\" alt=\"\">\n";
}

inline std::string link(std::string const& id, std::string const& address, std::string const& text)
{
    if (address.empty())
        return {};
    return "<a id=\"" + id + "\" href=\"" + address + "\">" + text + "</a>\n";
}

inline std::string hosted_head(Theme const& theme)
{
    auto const favicon = web_address(theme.favicon);
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<title>" + escape_html(theme.vault_name.value_or("Vault")) + "</title>\n"
        + (favicon.empty() ? favicon : "<link rel=\"icon\" href=\"" + favicon + "\">\n")
        + "<style>\n:root { --primary: " + colour(theme.primary_color, "#286efa")
        + "; --side: " + colour(theme.sidepanel_background_color, "#1f2937")
        + "; --side-text: " + colour(theme.sidepanel_text_color, "#ffffff") + R"(; }
* { box-sizing: border-box; margin: 0; }
body { display: flex; min-height: 100vh; font: 16px/1.5 system-ui, sans-serif; color: #1f2937; }
aside { display: flex; flex-direction: column; gap: 4px; width: 300px; padding: 40px 32px;
  background: var(--side); color: var(--side-text); overflow-wrap: anywhere; }
aside a { color: inherit; font-size: 14px; }
#logo { width: 56px; height: 56px; border-radius: 12px; }
#vault-name { margin: 12px 0 28px; font-size: 22px; font-weight: 650; }
#avatar { width: 40px; height: 40px; border-radius: 50%; }
#account { font-weight: 600; }
#user, #email { font-size: 14px; opacity: .85; }
nav { display: flex; gap: 20px; margin-top: auto; }
main { flex: 1; max-width: 640px; padding: 40px 48px; }
h1 { font-size: 26px; line-height: 1.25; }
ul { margin: 24px 0; padding: 0; list-style: none; }
li { padding: 14px 18px; border: 1px solid #e5e7eb; border-radius: 10px; font-weight: 600; }
li + li { margin-top: 8px; }
#note { margin: 12px 0 24px; color: #6b7280; }
#banner { margin-bottom: 20px; padding: 8px 14px; border-radius: 8px; background: #fef3c7; }
#return { display: inline-block; padding: 11px 20px; border-radius: 8px; background: var(--primary);
  color: #fff; font-weight: 600; text-decoration: none; }
@media (max-width: 700px) { body { flex-direction: column; } aside { width: auto; } }
</style>
</head>
)";
}

inline std::string hosted_body(session_claims const& claims, Session const& session)
{
    auto const theme = session.theme.value_or(Theme());
    auto const consumer = session.consumer_metadata.value_or(ConsumerMetadata());
    auto const settings = session.settings.value_or(SessionSettings());
    std::string apis;
    if (settings.unified_apis && !settings.unified_apis->empty()) {
        for (auto const& api : *settings.unified_apis)
            apis += element("li", "class=\"api\"", api.text());
        apis = "<ul>\n" + apis + "</ul>\n";
    }
    return "<body>\n<aside>\n" + image("logo", web_address(theme.logo))
        + element("p", "id=\"vault-name\"", theme.vault_name)
        + image("avatar", web_address(consumer.image))
        + element("p", "id=\"account\"", consumer.account_name)
        + element("p", "id=\"user\"", consumer.user_name)
        + element("p", "id=\"email\"", consumer.email) + "<nav>\n"
        + link("privacy", web_address(theme.privacy_url), "Privacy")
        + link("terms", web_address(theme.terms_url), "Terms") + "</nav>\n</aside>\n<main>\n"
        + (settings.sandbox_mode.value_or(false) ? "<p id=\"banner\">Test environment</p>\n" : "")
        + "<h1>Manage your integrations</h1>\n"
        + "<p id=\"note\">A mock of Vault: nothing is connected here. Consumer "
        + "<code id=\"consumer\">" + escape_html(claims.consumer_id) + "</code></p>\n" + apis
        + link("return", web_address(session.redirect_uri), "Return to the application")
        + "</main>\n</body>\n</html>\n";
}

/** The page at a session's address: 200 with what the token says of theme, consumer and settings,
    and a way back to `redirect_uri`; 401 for a token that no mock signed or that has expired.

    It trusts the token as little as a browser may: all text is escaped, addresses are links only
    if they are of HTTP or HTTPS, colours are used only if they are hexadecimal. */
inline mock_answer hosted_page(std::string_view token)
{
    mock_answer out;
    out.content_type = "text/html; charset=utf-8";
    // The address is a credential: no cache keeps it and no other site learns of it.
    out.headers = {{"Cache-Control", "no-store"}, {"Referrer-Policy", "no-referrer"},
        {"Content-Security-Policy",
            "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'"}};
    auto const claims = check_token(token);
    if (!claims) {
        out.status = 401;
        out.body = hosted_head(Theme());
        out.body += "<body>\n<main>\n<h1>This link does not work</h1>\n"
                    "<p id=\"note\">It is not of this Vault, or has expired.</p>\n"
                    "</main>\n</body>\n</html>\n";
        return out;
    }
    // A member that does not fit is left out: lenient reading of an object has no error.
    auto const session = json::decode_text<Session>(
        boost::json::serialize(claims->all), json::reading::lenient)
                             .value();
    out.status = 200;
    out.body = hosted_head(session.theme.value_or(Theme())) + hosted_body(*claims, session);
    return out;
}

} // namespace apideck::testing::detail

#endif
