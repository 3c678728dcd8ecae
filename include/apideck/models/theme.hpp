#ifndef APIDECK_MODELS_THEME_HPP
#define APIDECK_MODELS_THEME_HPP

#include <apideck/json/print.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

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

} // namespace apideck

#endif
