#ifndef APIDECK_DETAIL_BASE64_HPP
#define APIDECK_DETAIL_BASE64_HPP

#include <apideck/detail/config.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

inline constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
inline constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as digits of six bits, without padding.
inline std::string encode_digits(std::string_view bytes, std::string_view digits)
{
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char const c : bytes) {
        bits = bits << 8 | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6)
            out += digits[bits >> (count - 6) & 0x3F];
    }
    if (count > 0)
        out += digits[bits << (6 - count) & 0x3F];
    return out;
}

/// Bytes in base64 (RFC 4648 section 4).
inline std::string encode_base64(std::string_view bytes)
{
    std::string out = encode_digits(bytes, base64_digits);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

/// Bytes in base64url without padding (RFC 4648 section 5), as in a JSON Web Token.
inline std::string encode_base64url(std::string_view bytes)
{
    return encode_digits(bytes, base64url_digits);
}

/// The bytes of a text in base64url, or nothing if it is none.
inline std::optional<std::string> decode_base64url(std::string_view text)
{
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char const c : text) {
        auto const digit = base64url_digits.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    return out;
}

} // namespace apideck::detail

#endif
