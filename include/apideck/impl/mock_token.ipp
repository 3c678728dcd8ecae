#ifndef APIDECK_IMPL_MOCK_TOKEN_IPP
#define APIDECK_IMPL_MOCK_TOKEN_IPP

#include <apideck/testing/detail/mock_token.hpp>

#include <boost/json/serialize.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace apideck::testing::detail {

inline std::string base64url(unsigned char const* data, std::size_t size)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (std::size_t i = 0; i != size; ++i) {
        bits = bits << 8 | data[i];
        for (count += 8; count >= 6; count -= 6)
            out += digits[bits >> (count - 6) & 63];
    }
    if (count != 0)
        out += digits[bits << (6 - count) & 63];
    return out;
}

inline unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

/// The third part of a token, from the first two.
inline std::string sign(std::string_view head_and_claims)
{
    constexpr std::string_view key = "the mock vault's key";
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(head_and_claims),
        head_and_claims.size(), mac, &size);
    return base64url(mac, size);
}

APIDECK_DECL std::string make_token(boost::json::object const& claims)
{
    constexpr std::string_view header = R"({"alg":"HS256","typ":"JWT"})";
    std::string const payload = boost::json::serialize(claims);
    std::string token = base64url(bytes_of(header), header.size()) + '.'
        + base64url(bytes_of(payload), payload.size());
    token += '.' + sign(token);
    return token;
}

APIDECK_DECL std::optional<session_claims> check_token(std::string_view token)
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
