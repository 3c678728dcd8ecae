#ifndef APIDECK_SESSION_CLAIMS_HPP
#define APIDECK_SESSION_CLAIMS_HPP

#include <apideck/detail/config.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// What a session token says about itself. Not verified: only Apideck has the key for that.
struct session_claims {
    /// `exp`: when the session ends, without a fraction of a second.
    std::chrono::sys_seconds expires_at{};
    /// `iat`: when it was made, without a fraction; unset if the token does not say.
    std::optional<std::chrono::sys_seconds> issued_at{};
    /// Whom the session is for.
    std::string consumer_id{};
    /// The Apideck application that it belongs to.
    std::string application_id{};
    /// All claims, those above included. Holds personal data: the consumer's name and address.
    boost::json::object all{};

    /// Whether the session ends within `margin` of `now`, or has ended. By this machine's clock.
    [[nodiscard]] bool expires_within(std::chrono::seconds margin,
        std::chrono::system_clock::time_point now = std::chrono::system_clock::now()) const
    {
        // In whole seconds, which no margin and no time make overflow.
        return expires_at - std::chrono::floor<std::chrono::seconds>(now) <= margin;
    }
};

/** Read the claims of a session token (a JSON Web Token, RFC 7519) without verifying it.

    @param token `CreateSessionData::session_token`.
    @return The claims, or what does not fit: three parts in base64url (RFC 7515), the second a JSON
        object with `exp` (seconds), `consumer_id` and `application_id`.
*/
[[nodiscard]] APIDECK_DECL boost::system::result<session_claims, json::decode_error> read_claims(
    std::string_view token);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/session_claims.ipp>
#endif

#endif
