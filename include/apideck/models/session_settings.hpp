#ifndef APIDECK_MODELS_SESSION_SETTINGS_HPP
#define APIDECK_MODELS_SESSION_SETTINGS_HPP

#include <apideck/json/print.hpp>
#include <apideck/models/allow_actions.hpp>
#include <apideck/models/unified_api_id.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** What Vault shows and lets the consumer do (OpenAPI: `Session.settings`).

    An unset member is not sent, and the API applies the default named here.
*/
struct SessionSettings {
    /// The unified APIs to show. Unset or empty: all of them.
    std::optional<std::vector<UnifiedApiId>> unified_apis{};
    /// Hide the configurable resources of an integration. API default: false.
    std::optional<bool> hide_resource_settings{};
    /// Show a banner that says this is a test environment. API default: false.
    std::optional<bool> sandbox_mode{};
    /// Show the connection settings alone, without navigation. API default: false.
    std::optional<bool> isolation_mode{};
    /// How long the session is valid, as the API writes it: "30m", "1h"; one week at most.
    /// API default: "1h".
    std::optional<std::string> session_length{};
    /// Show the page of logs. API default: true.
    std::optional<bool> show_logs{};
    /// Show the page of suggestions. API default: false.
    std::optional<bool> show_suggestions{};
    /// Show the sidebar. API default: true.
    std::optional<bool> show_sidebar{};
    /// Return to `Session::redirect_uri` as soon as a connection is callable. API default: false.
    std::optional<bool> auto_redirect{};
    /// Hide Apideck's connection guides. API default: false.
    std::optional<bool> hide_guides{};
    /// The actions to show. Unset: all. Empty: none. The two differ, and both can be sent.
    std::optional<std::vector<AllowActions>> allow_actions{};

    /** The nine values that Apideck's other SDKs add as soon as `settings` exists.

        They are the API's own defaults, so sending them changes nothing today; it pins them.
    */
    [[nodiscard]] static SessionSettings with_defaults()
    {
        return {
            .hide_resource_settings = false,
            .sandbox_mode = false,
            .isolation_mode = false,
            .session_length = "1h",
            .show_logs = true,
            .show_suggestions = false,
            .show_sidebar = true,
            .auto_redirect = false,
            .hide_guides = false,
        };
    }

    /// Compares member by member.
    friend bool operator==(SessionSettings const&, SessionSettings const&) = default;
};
BOOST_DESCRIBE_STRUCT(SessionSettings, (),
    (unified_apis, hide_resource_settings, sandbox_mode, isolation_mode, session_length, show_logs,
        show_suggestions, show_sidebar, auto_redirect, hide_guides, allow_actions))
template <>
inline constexpr bool detail::is_model<SessionSettings> = true;

/// All of it may be printed: settings hold nothing personal.
constexpr bool may_print(SessionSettings const*, std::string_view) noexcept { return true; }

} // namespace apideck

#endif
