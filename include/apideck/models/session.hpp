#ifndef APIDECK_MODELS_SESSION_HPP
#define APIDECK_MODELS_SESSION_HPP

#include <apideck/json/print.hpp>
#include <apideck/models/consumer_metadata.hpp>
#include <apideck/models/session_settings.hpp>
#include <apideck/models/theme.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** What a Hosted Vault session is asked for with (OpenAPI schema `Session`).

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

} // namespace apideck

#endif
