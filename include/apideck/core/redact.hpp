#ifndef APIDECK_CORE_REDACT_HPP
#define APIDECK_CORE_REDACT_HPP

#include <apideck/detail/config.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

inline constexpr std::string_view redacted = "<redacted>";

/// Fewer characters of a key at the end of a text tell nothing, and are likely something else.
inline constexpr std::size_t shortest_cut = 4;

/// How many bytes of `text` are the character `c`, as it is or escaped as in JSON, with more
/// backslashes for JSON within JSON; 0 if it is another, `npos` if the text ends before it.
inline std::size_t match_character(std::string_view text, char c)
{
    constexpr std::size_t most_backslashes = 16;
    auto const n = text.substr(0, most_backslashes).find_first_not_of('\\');
    if (n == std::string_view::npos)
        return text.size() < most_backslashes ? n : 0;
    if (n > 0 && text[n] == 'u') {
        unsigned code = 0;
        auto const digits = text.substr(n + 1, 4);
        auto const [at, error] = std::from_chars(
            digits.data(), digits.data() + digits.size(), code, 16);
        if (at == digits.data() + digits.size() && digits.size() < 4)
            return std::string_view::npos;
        if (error == std::errc() && at == digits.data() + 4
            && code == static_cast<unsigned char>(c))
            return n + 5;
    }
    return text[n] == c ? n + 1 : 0;
}

/// How many bytes at the beginning of `text` are the key, or what the text's end leaves of it.
inline std::size_t match_key(std::string_view text, std::string_view key)
{
    std::size_t at = 0;
    for (std::size_t i = 0; i != key.size(); ++i) {
        auto const length = match_character(text.substr(at), key[i]);
        if (length == std::string_view::npos)
            return i < shortest_cut ? 0 : text.size();
        if (length == 0)
            return 0;
        at += length;
    }
    return at;
}

/// Whether a text has nothing of the key, by a cheap look: most texts have not.
inline bool lacks_key(std::string_view text, std::string_view key)
{
    auto const begins = key.substr(0, shortest_cut);
    return begins.empty()
        || (begins.find('\\') == begins.npos && text.find('\\') == text.npos
            && text.find(begins) == text.npos);
}

inline void redact_key(std::string& text, std::string key)
{
    std::erase(key, '\\'); // as in the text, where it is skipped
    if (key.empty())
        return;
    char const first[] = {'\\', key.front()};
    std::string_view const begins(first, sizeof first);
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        // The key begins with its first character, or with that escaped.
        auto const plain = (std::min)(rest.find_first_of(begins), rest.size());
        out.append(rest, 0, plain);
        rest.remove_prefix(plain);
        auto length = match_key(rest, key);
        if (length == 0) {
            // Of a run of backslashes each would meet what stands behind the last.
            length = (std::min)((std::max<std::size_t>)(rest.find_first_not_of('\\'), 1), rest.size());
            out.append(rest, 0, length);
        } else {
            out += redacted;
        }
        rest.remove_prefix(length);
    }
    text = std::move(out);
}

/// Where the JSON string that begins at `begin` ends, or the end of a text that cuts it off.
/// @param backslashes How many stand before its quotes, for JSON within JSON.
inline std::size_t end_of_string(std::string_view text, std::size_t begin, std::size_t backslashes)
{
    for (auto quote = text.find('"', begin); quote != std::string_view::npos;
         quote = text.find('"', quote + 1)) {
        auto end = quote;
        while (end > begin && text[end - 1] == '\\')
            --end;
        auto const before = quote - end;
        if (backslashes == 0 ? before % 2 == 0 : before <= backslashes)
            return backslashes == 0 ? quote : end;
    }
    return text.size();
}

/// Where the array or object that begins at `begin` ends, or the end of a text that cuts it off.
inline std::size_t end_of_structure(std::string_view text, std::size_t begin)
{
    std::size_t depth = 0;
    for (auto at = begin; at < text.size(); ++at) {
        char const c = text[at];
        if (c == '"')
            at = end_of_string(text, at + 1, 0);
        else if (c == '[' || c == '{')
            ++depth;
        else if ((c == ']' || c == '}') && --depth == 0)
            return at + 1;
    }
    return text.size();
}

/// The JSON strings that are members of this name, and arrays and objects in their place.
inline void redact_member(std::string& text, std::string_view name)
{
    std::string out;
    std::size_t copied = 0;
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
        at += name.size();
        auto const skip = [&](std::string_view characters) {
            auto const from = at;
            at = (std::min)(text.find_first_not_of(characters, at), text.size());
            return at - from;
        };
        auto const next = [&](char c, std::string_view behind) {
            skip(behind);
            bool const there = at != text.size() && text[at] == c;
            at += there;
            return there;
        };
        auto const backslashes = skip("\\");
        if (!next('"', "") || !next(':', " \t\r\n"))
            continue;
        bool const string = next('"', " \t\r\n\\");
        std::size_t end = at;
        if (string)
            end = end_of_string(text, at, backslashes);
        else if (at != text.size() && (text[at] == '[' || text[at] == '{'))
            end = end_of_structure(text, at);
        if (end == at)
            continue;
        // Each is replaced by a string, so that JSON stays JSON.
        out.append(text, copied, at - copied).append(string ? redacted : "\"<redacted>\"");
        copied = at = end;
    }
    if (copied != 0)
        text = out.append(text, copied);
}

/// JSON Web Tokens (RFC 7519): their header is a JSON object, which begins with `eyJ` in base64url.
inline void redact_tokens(std::string& text)
{
    auto const in_token = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '_' || c == '.';
    };
    std::string out;
    std::size_t copied = 0;
    for (auto at = text.find("eyJ"); at != std::string::npos; at = text.find("eyJ", at)) {
        auto end = at;
        while (end < text.size() && in_token(text[end]))
            ++end;
        if (std::string_view(text).substr(at, end - at).find('.') != std::string_view::npos) {
            out.append(text, copied, at - copied).append(redacted);
            copied = end;
        }
        at = end;
    }
    if (copied != 0)
        text = out.append(text, copied);
}

} // namespace detail

/** Replace by `<redacted>` what must not leave an answer that becomes an error: each occurrence of
    the key, also escaped as in JSON or cut off by the end of the text, each JSON string that
    stands under the name `session_token` or `session_uri`, and each JSON Web Token. Works on any
    text, JSON or not. */
inline void redact(std::string& text, std::string_view key)
{
    if (!detail::lacks_key(text, key))
        detail::redact_key(text, std::string(key));
    if (text.find("session_") != std::string::npos) {
        detail::redact_member(text, "session_token");
        detail::redact_member(text, "session_uri");
    }
    detail::redact_tokens(text);
}

} // namespace apideck::core

#endif
