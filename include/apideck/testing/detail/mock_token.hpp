#ifndef APIDECK_TESTING_DETAIL_MOCK_TOKEN_HPP
#define APIDECK_TESTING_DETAIL_MOCK_TOKEN_HPP

#include <apideck/detail/base64.hpp>
#include <apideck/session_claims.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// The third part of a token, from the first two.
inline std::string sign(std::string_view head_and_claims)
{
    constexpr std::string_view key = "the mock vault's key";
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
        reinterpret_cast<unsigned char const*>(head_and_claims.data()), head_and_claims.size(), mac,
        &size);
    return apideck::detail::encode_base64url({reinterpret_cast<char const*>(mac), size});
}

/// A JSON Web Token (RFC 7519), signed by HS256 with a key that is no secret.
inline std::string make_token(boost::json::object const& claims)
{
    using apideck::detail::encode_base64url;
    std::string token = encode_base64url(R"({"alg":"HS256","typ":"JWT"})") + '.'
        + encode_base64url(boost::json::serialize(claims));
    token += '.' + sign(token);
    return token;
}

/// The claims of a token that a mock signed, of this process or another, unless it has expired.
inline std::optional<session_claims> check_token(std::string_view token)
{
    auto claims = read_claims(token);
    if (!claims || claims->expires_within(std::chrono::seconds(0)))
        return std::nullopt;
    auto const dot = token.rfind('.');
    if (token.substr(dot + 1) != sign(token.substr(0, dot)))
        return std::nullopt;
    return *std::move(claims);
}

} // namespace apideck::testing::detail

#endif
