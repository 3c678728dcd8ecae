#ifndef APIDECK_MODELS_ALLOW_ACTIONS_HPP
#define APIDECK_MODELS_ALLOW_ACTIONS_HPP

#include <apideck/json/open_enum.hpp>

#include <boost/describe/enum.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {
namespace detail {

//! [values]
enum class allow_actions { delete_, disconnect, reauthorize, disable };
//! [values]
BOOST_DESCRIBE_ENUM(allow_actions, delete_, disconnect, reauthorize, disable)

} // namespace detail

/** Something a consumer may do to a connection in Vault (OpenAPI: items of
    `Session.settings.allow_actions`). `delete_` is "delete" in JSON. Open, like `UnifiedApiId`.

    The known values:
    @snippet apideck/models/allow_actions.hpp values
*/
class AllowActions : public json::open_enum<detail::allow_actions> {
public:
    using enum detail::allow_actions;
    using open_enum::open_enum;
};

} // namespace apideck

#endif
