#ifndef APIDECK_IMPL_SESSION_CLAIMS_IPP
#define APIDECK_IMPL_SESSION_CLAIMS_IPP

#include <apideck/detail/base64.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/session_claims.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <utility>

namespace apideck {

namespace detail {

/// The claims that are read, as they stand in the token.
struct registered_claims {
    std::int64_t exp{};
    std::optional<std::int64_t> iat{};
    std::string consumer_id{};
    std::string application_id{};
};
BOOST_DESCRIBE_STRUCT(registered_claims, (), (exp, iat, consumer_id, application_id))

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
    // Beyond this the number is no date: a time_point of nanoseconds would overflow.
    constexpr std::int64_t last = 9'000'000'000;
    if (claims->exp < 0 || claims->exp > last)
        return decode_error{"/exp", "seconds since 1970", "a number out of range"};
    using std::chrono::seconds;
    using std::chrono::sys_seconds;
    session_claims out;
    out.expires_at = sys_seconds(seconds(claims->exp));
    if (claims->iat && *claims->iat >= 0 && *claims->iat <= last)
        out.issued_at = sys_seconds(seconds(*claims->iat));
    out.consumer_id = claims->consumer_id;
    out.application_id = claims->application_id;
    if (auto wrong = json::decode_to(out.all, *payload))
        return *wrong;
    return out;
}

} // namespace apideck

#endif
