#include <apideck/json/open_enum.hpp>

#include <apideck/models/session.hpp>
#include <apideck/models/unified_api_id.hpp>

#include <tests/support/catch.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/list.hpp>

#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using apideck::AllowActions;
using apideck::UnifiedApiId;

namespace {

template <class Enum>
struct row {
    std::string_view text;
    typename Enum::value_type value;
};

// The enumeration of the schema UnifiedApiId in Apideck's vault.yml 10.34.0, in its order.
constexpr row<UnifiedApiId> unified_apis[] = {
    {"accounting", UnifiedApiId::accounting},
    {"ats", UnifiedApiId::ats},
    {"calendar", UnifiedApiId::calendar},
    {"crm", UnifiedApiId::crm},
    {"csp", UnifiedApiId::csp},
    {"customer-support", UnifiedApiId::customer_support},
    {"ecommerce", UnifiedApiId::ecommerce},
    {"email", UnifiedApiId::email},
    {"email-marketing", UnifiedApiId::email_marketing},
    {"expense-management", UnifiedApiId::expense_management},
    {"file-storage", UnifiedApiId::file_storage},
    {"form", UnifiedApiId::form},
    {"hris", UnifiedApiId::hris},
    {"lead", UnifiedApiId::lead},
    {"payroll", UnifiedApiId::payroll},
    {"pos", UnifiedApiId::pos},
    {"procurement", UnifiedApiId::procurement},
    {"project-management", UnifiedApiId::project_management},
    {"script", UnifiedApiId::script},
    {"sms", UnifiedApiId::sms},
    {"spreadsheet", UnifiedApiId::spreadsheet},
    {"subscription-analytics", UnifiedApiId::subscription_analytics},
    {"team-messaging", UnifiedApiId::team_messaging},
    {"issue-tracking", UnifiedApiId::issue_tracking},
    {"time-registration", UnifiedApiId::time_registration},
    {"transactional-email", UnifiedApiId::transactional_email},
    {"vault", UnifiedApiId::vault},
    {"data-warehouse", UnifiedApiId::data_warehouse},
};

constexpr row<AllowActions> actions[] = {
    {"delete", AllowActions::delete_},
    {"disconnect", AllowActions::disconnect},
    {"reauthorize", AllowActions::reauthorize},
    {"disable", AllowActions::disable},
};

template <class Enum>
void check_both_ways(row<Enum> const& r)
{
    CAPTURE(r.text);
    Enum const from_value = r.value;
    Enum const from_text{std::string(r.text)};
    CHECK(from_value.text() == r.text);
    CHECK((from_text.known() == r.value));
    CHECK(from_value == from_text);
    CHECK(from_text == r.value);
}

template <class Enum>
constexpr std::size_t known_values
    = boost::mp11::mp_size<boost::describe::describe_enumerators<typename Enum::value_type>>::value;

} // namespace

TEST_CASE("a unified API has the text that the API's schema gives it", "[open_enum]")
{
    for (auto const& r : unified_apis)
        check_both_ways(r);
    CHECK(known_values<UnifiedApiId> == 28);
    CHECK(std::size(unified_apis) == 28);
}

TEST_CASE("an action has the text that the API's schema gives it", "[open_enum]")
{
    for (auto const& r : actions)
        check_both_ways(r);
    CHECK(known_values<AllowActions> == std::size(actions));
}

TEST_CASE("a text that this version does not know is kept", "[open_enum]")
{
    // Among them one of another case, the C++ spelling, and none at all.
    for (std::string const text :
        {"banking", "CRM", "file_storage", "delete_", "", "z\u00fcrich"}) {
        CAPTURE(text);
        UnifiedApiId const id(text);
        CHECK_FALSE(id.known());
        CHECK(id.text() == text);
        CHECK(id == UnifiedApiId(text));
        CHECK_FALSE(AllowActions(text).known());
    }
}

TEST_CASE("values of an open enumeration are the same when their texts are", "[open_enum]")
{
    UnifiedApiId const crm = UnifiedApiId::crm;
    CHECK(crm == UnifiedApiId("crm"));
    CHECK_FALSE(crm == UnifiedApiId::csp);
    CHECK(crm != UnifiedApiId("Crm"));
}

TEST_CASE("a list of an open enumeration is written as its values", "[open_enum]")
{
    std::vector<UnifiedApiId> const list{UnifiedApiId::crm, UnifiedApiId("banking")};
    CHECK(list[0].text() == "crm");
    CHECK(list[1].text() == "banking");
}

TEST_CASE("an open enumeration prints as its text", "[open_enum]")
{
    std::ostringstream out;
    out << UnifiedApiId(UnifiedApiId::email_marketing) << ' ' << UnifiedApiId("banking");
    CHECK(out.str() == "email-marketing banking");
}
