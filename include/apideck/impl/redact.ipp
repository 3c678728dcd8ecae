#ifndef APIDECK_IMPL_REDACT_IPP
#define APIDECK_IMPL_REDACT_IPP

#include <apideck/core/redact.hpp>

#include <algorithm>
#include <cstddef>

namespace apideck::core {

namespace detail {

inline constexpr std::string_view redacted = "<redacted>";

inline void redact_all(std::string& text, std::string_view secret)
{
    if (secret.empty())
        return;
    for (auto at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + redacted.size()))
        text.replace(at, secret.size(), redacted);
}

/// The JSON strings that follow `"name":`. One that is cut off is taken to the end of the text.
inline void redact_member(std::string& text, std::string_view name)
{
    auto at = text.find(name);
    while (at != std::string::npos) {
        auto begin = text.find_first_not_of("\" \t\r\n:", at + name.size());
        auto const colon = text.find(':', at + name.size());
        if (begin != std::string::npos && colon < begin && text[begin - 1] == '"') {
            auto end = begin;
            while (end < text.size() && text[end] != '"')
                end += text[end] == '\\' ? 2 : 1;
            end = std::min(end, text.size());
            text.replace(begin, end - begin, redacted);
            begin += redacted.size();
        }
        at = text.find(name, std::min(begin, text.size()));
    }
}

/// JSON Web Tokens (RFC 7519): their header is a JSON object, which begins with `eyJ` in base64url.
inline void redact_tokens(std::string& text)
{
    auto const in_token = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_' || c == '.';
    };
    for (auto at = text.find("eyJ"); at != std::string::npos;
         at = text.find("eyJ", std::min(at + 1, text.size()))) {
        auto end = at;
        while (end < text.size() && in_token(text[end]))
            ++end;
        if (std::ranges::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                text.begin() + static_cast<std::ptrdiff_t>(end), '.')
            >= 1)
            text.replace(at, end - at, redacted);
    }
}

} // namespace detail

APIDECK_DECL void redact(std::string& text, std::string_view key)
{
    detail::redact_all(text, key);
    detail::redact_member(text, "session_token");
    detail::redact_member(text, "session_uri");
    detail::redact_tokens(text);
}

} // namespace apideck::core

#endif
