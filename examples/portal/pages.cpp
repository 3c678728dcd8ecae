#include "pages.hpp"

#include <map>

namespace portal {

namespace {

std::string page(std::string_view title, std::string const& body)
{
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<title>" + escape(title) + "</title>\n"
           "<link rel=\"icon\" href=\"data:,\">\n"
           "<link rel=\"stylesheet\" href=\"/style.css\">\n"
           "</head>\n<body>\n" + body + "</body>\n</html>\n";
}

/// The strokes of an icon of 24 by 24.
std::string_view icon(std::string const& api)
{
    static std::map<std::string, std::string_view> const strokes{
        {"accounting", "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6"},
        {"crm",
            "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M2 21a7 7 0 0 1 14 0"
            "M16 3.5a4 4 0 0 1 0 7M18 14a7 7 0 0 1 4 7"},
        {"file-storage", "M3 6h6l2 3h10v11H3z"},
        {"hris",
            "M4 5h16v15H4zM9 11a2 2 0 1 0 .01 0M6 17a3 3 0 0 1 6 0"
            "M15 11h3M15 15h3M9 2v4M15 2v4"},
        {"issue-tracking", "M4 4h16v12h-8l-5 4v-4H4zM8 10l3 2 5-5"},
    };
    auto const found = strokes.find(api);
    return found == strokes.end() ? "M4 4h16v16H4z" : found->second;
}

std::string switcher(std::vector<customer> const& all, customer const& shown)
{
    std::string out = "<nav aria-label=\"Customers\">\n";
    for (auto const& c : all)
        out += "<a href=\"/customers/" + escape(c.id) + '"'
            + (&c == &shown ? " aria-current=\"page\"" : "") + '>'
            + escape(c.metadata.account_name.value_or(c.id)) + "</a>\n";
    return out + "</nav>\n";
}

std::string row(customer const& of, integration const& i)
{
    auto const api = escape(i.api.text());
    return "<li>\n<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\""
        + std::string(icon(i.api.text())) + "\"/></svg>\n<div>\n<h2>" + escape(i.name)
        + "</h2>\n<p>" + escape(i.description) + "</p>\n</div>\n"
        // A POST, for it changes something: no link, prefetch or crawler makes sessions.
        + "<form method=\"post\" action=\"/customers/" + escape(of.id) + "/connect/" + api
        + "\">\n<button id=\"connect-" + api + "\" aria-label=\"Connect " + escape(i.name)
        + "\">Connect</button>\n</form>\n</li>\n";
}

} // namespace

std::string escape(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
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

std::string list_page(std::vector<customer> const& all, customer const& shown,
    integration const* returned_from)
{
    auto const account = shown.metadata.account_name.value_or(shown.id);
    std::string rows;
    for (auto const& i : shown.integrations)
        rows += row(shown, i);
    std::string const banner = returned_from == nullptr
        ? ""
        : "<p class=\"banner\" role=\"status\">You are back from Vault: "
            + escape(returned_from->name) + ".</p>\n";
    return page("Integrations of " + account,
        "<header>\n<strong>Portal</strong>\n" + switcher(all, shown) + "</header>\n<main>\n"
            + banner + "<div class=\"title\">\n<img src=\"/logos/" + escape(shown.id)
            + ".svg\" alt=\"\">\n<div>\n<h1>" + escape(account)
            + "</h1>\n<p>Connect the applications that you work with.</p>\n</div>\n</div>\n<ul>\n"
            + rows + "</ul>\n</main>\n");
}

std::string problem_page(std::string_view title, std::string_view what_to_do,
    std::string_view request_id, std::string_view back)
{
    std::string const reference = request_id.empty()
        ? ""
        : "<p class=\"reference\">Request id <code id=\"request-id\">" + escape(request_id)
            + "</code></p>\n";
    return page(title,
        "<header>\n<strong>Portal</strong>\n</header>\n<main class=\"problem\">\n<h1>"
            + escape(title) + "</h1>\n<p>" + escape(what_to_do) + "</p>\n" + reference
            + "<a class=\"button\" href=\"" + escape(back) + "\">Back</a>\n</main>\n");
}

} // namespace portal
