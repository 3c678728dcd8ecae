#ifndef APIDECK_CORE_IMPL_CREDENTIAL_IPP
#define APIDECK_CORE_IMPL_CREDENTIAL_IPP

#include <apideck/core/credential.hpp>
#include <apideck/http/headers.hpp>

#include <algorithm>
#include <cstddef>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

inline constexpr std::string_view scheme = "Bearer ";

inline bool names_scheme(std::string_view key)
{
    return http::same_name(key.substr(0, scheme.size()), scheme);
}

} // namespace detail

APIDECK_DECL std::string check_field_value(std::string_view value)
{
    auto const bad = std::find_if(
        value.begin(), value.end(), [](char c) { return c < 0x20 || c > 0x7E; });
    if (bad != value.end()) {
        std::string const at = " at byte " + std::to_string(bad - value.begin())
            + ", which a header field can't";
        if (*bad == '\r' || *bad == '\n')
            return "has a line break" + at;
        if (*bad == '\0')
            return "has a NUL" + at;
        return "has a byte that is not printable ASCII" + at;
    }
    if (!value.empty() && (value.front() == ' ' || value.back() == ' '))
        return "begins or ends with a blank, which a header field would lose";
    return {};
}

APIDECK_DECL std::string authorization(std::string_view key)
{
    return detail::names_scheme(key) ? std::string(key) : std::string(detail::scheme).append(key);
}

APIDECK_DECL std::string_view secret_of(std::string_view key)
{
    constexpr std::size_t shortest = 8;
    if (detail::names_scheme(key))
        key.remove_prefix(key.find_first_not_of(' ', detail::scheme.size() - 1));
    return key.size() < shortest ? std::string_view() : key;
}

APIDECK_DECL std::string check_key(std::string_view key)
{
    if (key.empty() || http::same_name(key, "Bearer") || http::same_name(key, "Bearer "))
        return "is required and empty";
    return check_field_value(key);
}

APIDECK_DECL credential make_credential(std::string_view key)
{
    credential out;
    out.refused = check_key(key);
    if (out.refused.empty()) {
        out.authorization = authorization(key);
        out.secret = secret_of(key);
    }
    return out;
}

} // namespace apideck::core

#endif
