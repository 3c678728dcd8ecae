#ifndef APIDECK_IMPL_SESSION_CLAIMS_IPP
#define APIDECK_IMPL_SESSION_CLAIMS_IPP

#include <apideck/detail/base64.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/session_claims.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/kind.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

namespace detail {

/// The claims that are read, as they stand in the token.
struct registered_claims {
    std::optional<boost::json::value> exp{};
    std::optional<boost::json::value> iat{};
    std::string consumer_id{};
    std::string application_id{};
};
BOOST_DESCRIBE_STRUCT(registered_claims, (), (exp, iat, consumer_id, application_id))

/// A NumericDate (RFC 7519 section 2), or nothing if it is out of range. A fraction is cut off: better
/// to take a session for ended too early than too late.
inline std::optional<std::chrono::sys_seconds> read_date(boost::json::value const& number)
{
    // Beyond this the number is no date: a time_point of nanoseconds would overflow.
    constexpr double last = 9'000'000'000;
    double const seconds = number.to_number<double>();
    if (!(seconds >= 0 && seconds <= last))
        return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

inline json::decode_error no_number(
    std::string pointer, std::optional<boost::json::value> const& found)
{
    if (!found)
        return {std::move(pointer), "number", "nothing"};
    return {std::move(pointer), "number",
        found->is_bool() ? "boolean" : std::string(boost::json::to_string(found->kind()))};
}

} // namespace detail

APIDECK_DECL boost::system::result<session_claims, json::decode_error> read_claims(
    std::string_view token)
{
    using json::decode_error;
    auto const first = token.find('.');
    auto const second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos)
        return decode_error{{}, "a JSON Web Token", "a text without its three parts"};
    auto const payload = detail::decode_base64url(token.substr(first + 1, second - first - 1));
    if (!payload || !detail::decode_base64url(token.substr(0, first))
        || !detail::decode_base64url(token.substr(second + 1)))
        return decode_error{{}, "a JSON Web Token", "a part that is not base64url"};
    auto const claims = json::decode_text<detail::registered_claims>(*payload);
    if (!claims)
        return claims.error();
    auto const& [exp, iat, consumer_id, application_id] = *claims;
    if (!exp || !exp->is_number())
        return detail::no_number("/exp", exp);
    if (iat && !iat->is_null() && !iat->is_number())
        return detail::no_number("/iat", iat);
    auto const expires_at = detail::read_date(*exp);
    if (!expires_at)
        return decode_error{"/exp", "seconds since 1970", "a number out of range"};
    session_claims out;
    out.expires_at = *expires_at;
    if (iat && iat->is_number())
        out.issued_at = detail::read_date(*iat);
    out.consumer_id = consumer_id;
    out.application_id = application_id;
    if (auto wrong = json::decode_to(out.all, *payload))
        return *wrong;
    return out;
}

} // namespace apideck

#endif
