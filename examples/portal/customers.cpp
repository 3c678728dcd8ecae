#include "customers.hpp"

#include "pages.hpp"

#include <algorithm>

namespace portal {

namespace {

using apideck::UnifiedApiId;

integration const accounting{
    UnifiedApiId::accounting, "Accounting", "Invoices, bills and payments"};
integration const crm{UnifiedApiId::crm, "CRM", "Contacts, companies and opportunities"};
integration const file_storage{
    UnifiedApiId::file_storage, "File storage", "Folders, files and shared links"};
integration const hris{UnifiedApiId::hris, "HR", "Employees, departments and absences"};
integration const issue_tracking{
    UnifiedApiId::issue_tracking, "Issue tracking", "Tickets, comments and labels"};

apideck::Theme theme(std::string const& site, std::string const& id, std::string name,
    std::string primary, std::string side)
{
    return {
        .favicon = site + "/logos/" + id + ".svg",
        .logo = site + "/logos/" + id + ".svg",
        .primary_color = std::move(primary),
        .sidepanel_background_color = std::move(side),
        .sidepanel_text_color = "#ffffff",
        .vault_name = std::move(name),
        .privacy_url = "https://" + id + ".example/privacy",
        .terms_url = "https://" + id + ".example/terms",
    };
}

} // namespace

customer const* find(std::vector<customer> const& customers, std::string_view id)
{
    auto const found
        = std::find_if(customers.begin(), customers.end(), [&](auto& c) { return c.id == id; });
    return found == customers.end() ? nullptr : &*found;
}

integration const* find(customer const& of, std::string_view api)
{
    auto const found = std::find_if(of.integrations.begin(), of.integrations.end(),
        [&](auto& i) { return i.api.text() == api; });
    return found == of.integrations.end() ? nullptr : &*found;
}

std::vector<customer> customers(std::string const& site)
{
    return {
        {
            .id = "acme",
            .metadata = {
                .account_name = "Acme Rockets",
                .user_name = "Ada Fuller",
                .email = "ada@acme.example",
            },
            .theme = theme(site, "acme", "Acme Connect", "#e4572e", "#2b2d42"),
            .integrations = {crm, accounting, file_storage, issue_tracking},
        },
        {
            .id = "globex",
            .metadata = {
                .account_name = "Globex & Sons",
                .user_name = "Hank Scorpio",
                .email = "hank@globex.example",
            },
            .theme = theme(site, "globex", "Globex Integrations", "#0f766e", "#134e4a"),
            .integrations = {hris, accounting},
        },
        {
            .id = "broken",
            .metadata = {.account_name = "Broken Ltd"},
            .theme = theme(site, "broken", "Broken Vault", "#6b7280", "#374151"),
            .integrations = {crm},
        },
    };
}

std::string logo(customer const& of)
{
    auto const name = of.metadata.account_name.value_or(of.id);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\">"
           "<rect width=\"64\" height=\"64\" rx=\"14\" fill=\""
        + escape(of.theme.primary_color.value_or("#6b7280"))
        + "\"/><text x=\"32\" y=\"44\" text-anchor=\"middle\" font-family=\"system-ui, sans-serif\" "
          "font-size=\"34\" font-weight=\"700\" fill=\"#fff\">"
        + escape(name.substr(0, 1)) + "</text></svg>\n";
}

} // namespace portal
