#ifndef APIDECK_MODELS_SESSION_HPP
#define APIDECK_MODELS_SESSION_HPP

#include <apideck/json/open_enum.hpp>
#include <apideck/json/print.hpp>
#include <apideck/models/unified_api_id.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

namespace detail {

//! [actions]
enum class allow_actions { delete_, disconnect, reauthorize, disable };
//! [actions]
BOOST_DESCRIBE_ENUM(allow_actions, delete_, disconnect, reauthorize, disable)

} // namespace detail

/** Something a consumer may do to a connection in Vault (OpenAPI: items of
    `Session.settings.allow_actions`). `delete_` is "delete" in JSON. Open, like `UnifiedApiId`.

    The known values:
    @snippet apideck/models/session.hpp actions
*/
class AllowActions : public json::open_enum<detail::allow_actions> {
public:
    using enum detail::allow_actions;
    using open_enum::open_enum;
};

/** Who the consumer is, as Vault's sidebar shows it (OpenAPI schema `ConsumerMetadata`).

    Personal data: printing a value shows which members are set, not what they hold.
    An unset member is not sent.
*/
struct ConsumerMetadata {
    /// The consumer's account: a company, mostly.
    std::optional<std::string> account_name{};
    /// The person's name.
    std::optional<std::string> user_name{};
    /// The person's e-mail address.
    std::optional<std::string> email{};
    /// Address of the person's picture. The API asks for a valid URL.
    std::optional<std::string> image{};

    /// Compares member by member.
    friend bool operator==(ConsumerMetadata const&, ConsumerMetadata const&) = default;
};
BOOST_DESCRIBE_STRUCT(ConsumerMetadata, (), (account_name, user_name, email, image))
template <>
inline constexpr bool detail::is_model<ConsumerMetadata> = true;

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

/** How Vault looks (OpenAPI: `Session.theme`). An unset member is not sent.

    The OpenAPI document puts no format on colours and addresses; by its examples a colour is "#286efa".
*/
struct Theme {
    /// Address of the favicon.
    std::optional<std::string> favicon{};
    /// Address of the logo.
    std::optional<std::string> logo{};
    /// The colour of buttons and the like.
    std::optional<std::string> primary_color{};
    /// The sidebar's background.
    std::optional<std::string> sidepanel_background_color{};
    /// The sidebar's text.
    std::optional<std::string> sidepanel_text_color{};
    /// The name that the sidebar shows.
    std::optional<std::string> vault_name{};
    /// Address of the privacy policy that the sidebar links to.
    std::optional<std::string> privacy_url{};
    /// Address of the terms that the sidebar links to.
    std::optional<std::string> terms_url{};

    /// Compares member by member.
    friend bool operator==(Theme const&, Theme const&) = default;
};
BOOST_DESCRIBE_STRUCT(Theme, (),
    (favicon, logo, primary_color, sidepanel_background_color, sidepanel_text_color, vault_name,
        privacy_url, terms_url))
template <>
inline constexpr bool detail::is_model<Theme> = true;

/// All of it may be printed: a theme holds nothing personal.
constexpr bool may_print(Theme const*, std::string_view) noexcept { return true; }

/** What to ask for a Hosted Vault session with (OpenAPI schema `Session`).

    Every member is optional and an unset one is not sent; an empty session is sent as `{}`.
    Printing shows settings and theme, and of the rest only that it is set.
*/
struct Session {
    /// Who the consumer is.
    std::optional<ConsumerMetadata> consumer_metadata{};
    /// Where Vault sends the consumer's browser afterwards.
    std::optional<std::string> redirect_uri{};
    /// What Vault shows, and for how long. Unset: the API's defaults.
    std::optional<SessionSettings> settings{};
    /// How Vault looks. Unset: the API decides.
    std::optional<Theme> theme{};
    /// Any JSON object, for your own use; nested at most `json::max_depth` deep with the session.
    std::optional<boost::json::object> custom_consumer_settings{};

    /// Compares member by member.
    friend bool operator==(Session const&, Session const&) = default;
};
BOOST_DESCRIBE_STRUCT(Session, (),
    (consumer_metadata, redirect_uri, settings, theme, custom_consumer_settings))
template <>
inline constexpr bool detail::is_model<Session> = true;

/// The address may carry a state token, the custom settings anything: neither is printed.
constexpr bool may_print(Session const*, std::string_view member) noexcept
{
    return member == "consumer_metadata" || member == "settings" || member == "theme";
}

/** A session's address and token (OpenAPI: `CreateSessionResponse.data`).

    Both are bearer credentials, for the address contains the token: whoever has one can manage the
    consumer's connections until it expires. Neither is printed.
*/
struct CreateSessionData {
    /// Send the consumer's browser here.
    std::string session_uri{};
    /// A JSON Web Token; `read_claims` tells when it expires and for whom it is.
    std::string session_token{};

    /// Compares member by member.
    friend bool operator==(CreateSessionData const&, CreateSessionData const&) = default;
};
BOOST_DESCRIBE_STRUCT(CreateSessionData, (), (session_uri, session_token))
template <>
inline constexpr bool detail::is_model<CreateSessionData> = true;

/// The body of the answer to `sessions.create` (OpenAPI schema `CreateSessionResponse`).
struct CreateSessionResponse {
    /// The status as the body repeats it.
    std::int64_t status_code{};
    /// The status in words: "OK".
    std::string status{};
    /// Address and token.
    CreateSessionData data{};
    /// `_raw` in JSON: an integration's own answer, if there is one. Never printed.
    std::optional<boost::json::value> raw{};

    /// Compares member by member.
    friend bool operator==(CreateSessionResponse const&, CreateSessionResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(CreateSessionResponse, (), (status_code, status, data, raw))
template <>
inline constexpr bool detail::is_model<CreateSessionResponse> = true;

/// `raw` is `_raw` in JSON.
constexpr std::string_view json_name(CreateSessionResponse const*, std::string_view member) noexcept
{
    return member == "raw" ? "_raw" : member;
}
/// An integration's answer may hold anything.
constexpr bool may_print(CreateSessionResponse const*, std::string_view member) noexcept
{
    return member != "raw";
}

} // namespace apideck

#endif
