#ifndef APIDECK_MODELS_CREATE_SESSION_RESPONSE_HPP
#define APIDECK_MODELS_CREATE_SESSION_RESPONSE_HPP

#include <apideck/json/print.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

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
    /// `_raw` in JSON: an integration's own answer, where there is one. Never printed.
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
