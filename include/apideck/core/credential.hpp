#ifndef APIDECK_CORE_CREDENTIAL_HPP
#define APIDECK_CORE_CREDENTIAL_HPP

#include <apideck/api_key.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/headers.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The only access to what an `api_key` holds.
class key_access {
public:
    static bool is_text(api_key const& key) { return key.state_ && !key.state_->provider; }
    static bool is_provider(api_key const& key) { return key.state_ && key.state_->provider; }
    static std::string const& text(api_key const& key) { return key.state_->text; }

    /// Ask the provider; it is kept until it has completed. May throw what the provider throws.
    static void ask(api_key const& key, key_request request, asio::any_io_executor const& ex,
        api_key::completion done)
    {
        key.state_->provider(request, ex, std::move(done));
    }
};

namespace core {

/// A key as calls use it.
struct credential {
    /// The value of `Authorization`.
    std::string authorization{};
    /// The part of the key that no text may repeat (see `secret_of`).
    std::string secret{};
    /// Why the key can't be sent, if so; the rest is empty then.
    std::string refused{};
};

namespace detail {

inline constexpr std::string_view scheme = "Bearer ";

inline bool names_scheme(std::string_view key)
{
    return http::same_name(key.substr(0, scheme.size()), scheme);
}

} // namespace detail

/// Why a text can't be a header field's value (RFC 9110 5.5: visible ASCII and inner blanks), or an
/// empty text if it can.
inline std::string check_field_value(std::string_view value)
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

/// The value of `Authorization` for a key, "Bearer " added unless it is there.
inline std::string authorization(std::string_view key)
{
    return detail::names_scheme(key) ? std::string(key) : std::string(detail::scheme).append(key);
}

/// The part of a key that no text may repeat: the key without its scheme. Nothing of a key shorter than
/// eight characters, which is a test's: to replace it would spoil an answer that holds it by chance
/// ("json" in a content type).
inline std::string_view secret_of(std::string_view key)
{
    constexpr std::size_t shortest = 8;
    if (detail::names_scheme(key))
        key.remove_prefix(key.find_first_not_of(' ', detail::scheme.size() - 1));
    return key.size() < shortest ? std::string_view() : key;
}

/// Why a key can't be sent, or an empty text if it can.
inline std::string check_key(std::string_view key)
{
    if (key.empty() || http::same_name(key, "Bearer") || http::same_name(key, "Bearer "))
        return "is required and empty";
    return check_field_value(key);
}

/// Check a key and make what a call needs of it.
inline credential make_credential(std::string_view key)
{
    credential out;
    out.refused = check_key(key);
    if (out.refused.empty()) {
        out.authorization = authorization(key);
        out.secret = secret_of(key);
    }
    return out;
}

} // namespace core

} // namespace apideck

#endif
