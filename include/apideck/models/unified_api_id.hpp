#ifndef APIDECK_MODELS_UNIFIED_API_ID_HPP
#define APIDECK_MODELS_UNIFIED_API_ID_HPP

#include <apideck/json/open_enum.hpp>

#include <boost/describe/enum.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {
namespace detail {

//! [values]
enum class unified_api_id {
    accounting, ats, calendar, crm, csp, customer_support, ecommerce, email, email_marketing,
    expense_management, file_storage, form, hris, lead, payroll, pos, procurement,
    project_management, script, sms, spreadsheet, subscription_analytics, team_messaging,
    issue_tracking, time_registration, transactional_email, vault, data_warehouse
};
//! [values]
BOOST_DESCRIBE_ENUM(unified_api_id,
    accounting, ats, calendar, crm, csp, customer_support, ecommerce, email, email_marketing,
    expense_management, file_storage, form, hris, lead, payroll, pos, procurement,
    project_management, script, sms, spreadsheet, subscription_analytics, team_messaging,
    issue_tracking, time_registration, transactional_email, vault, data_warehouse)

} // namespace detail

/** One of Apideck's unified APIs, such as `UnifiedApiId::crm` (OpenAPI schema `UnifiedApiId`).

    Open: `UnifiedApiId("banking")` holds a text that this version does not know.

    The known values:
    @snippet apideck/models/unified_api_id.hpp values
*/
class UnifiedApiId : public json::open_enum<detail::unified_api_id> {
public:
    using enum detail::unified_api_id;
    using open_enum::open_enum;
};

} // namespace apideck

#endif
