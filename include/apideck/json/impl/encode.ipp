#ifndef APIDECK_JSON_IMPL_ENCODE_IPP
#define APIDECK_JSON_IMPL_ENCODE_IPP

#include <apideck/json/encode.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

namespace detail {

inline bool is_escaped(char c) noexcept
{
    return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\';
}

/// Copies as many bytes as a `Word` has. @return Them.
template <class Word>
Word copy_word(char const* from, char* to) noexcept
{
    Word word;
    std::memcpy(&word, from, sizeof word);
    std::memcpy(to, &word, sizeof word);
    return word;
}

/// Copies `text`. @return Whether it is ASCII that a JSON string holds without an escape.
inline bool copy_plain(std::string_view text, char* to) noexcept
{
    constexpr std::uint64_t each = 0x0101010101010101u;
    std::uint64_t special = 0; // the highest bit of a byte: it is not plain
    // Eight bytes at once: each difference sets the highest bit of a byte that is less than the
    // subtrahend. A borrow from such a byte may mark its neighbour too, which changes nothing.
    auto const look = [&](std::uint64_t word) {
        special |= word | (word - each * ' ') | ((word ^ each * '"') - each)
            | ((word ^ each * '\\') - each);
    };
    char const* const from = text.data();
    std::size_t const size = text.size();
    if (size >= 8) {
        for (std::size_t at = 0; at + 8 < size; at += 8)
            look(copy_word<std::uint64_t>(from + at, to + at));
        std::size_t const last = size - 8; // the rest, and maybe some bytes again
        look(copy_word<std::uint64_t>(from + last, to + last));
    } else if (size >= 4) {
        std::uint64_t const first = copy_word<std::uint32_t>(from, to);
        std::size_t const last = size - 4;
        look(first << 32 | copy_word<std::uint32_t>(from + last, to + last));
    } else {
        std::uint64_t word = each * ' ';
        for (std::size_t at = 0; at != size; ++at)
            word = word << 8 | copy_word<std::uint8_t>(from + at, to + at);
        look(word);
    }
    return (special & (each * 0x80)) == 0;
}

/// How deep a value at `at` stands in its document: 1 for the whole.
inline std::size_t depth_of(path const& at)
{
    std::size_t depth = 1;
    for (path const* step = at.parent; step; step = step->parent)
        ++depth;
    return depth;
}

} // namespace detail

APIDECK_DECL void writer::spill(std::string_view text)
{
    out_.append(block_, end_).append(text);
    end_ = block_;
}

APIDECK_DECL encode_error writer::finish()
{
    if (error_.reason.empty())
        spill({});
    else
        out_.resize(before_);
    return std::move(error_);
}

APIDECK_DECL void writer::refuse(path const& at, std::string reason)
{
    if (error_.reason.empty())
        error_ = {at.pointer(), std::move(reason)};
}

APIDECK_DECL void writer::integer(std::int64_t number)
{
    char digits[24];
    raw({digits, std::to_chars(digits, digits + sizeof digits, number).ptr});
}

APIDECK_DECL void writer::integer(std::uint64_t number)
{
    char digits[24];
    raw({digits, std::to_chars(digits, digits + sizeof digits, number).ptr});
}

/// Writes a JSON string. @return The position of the first byte that is not UTF-8, or `npos`.
APIDECK_DECL std::size_t writer::quote(std::string_view text)
{
    if (text.size() + 2 <= room() && detail::copy_plain(text, end_ + 1)) {
        *end_ = '"';
        end_ += text.size() + 2;
        end_[-1] = '"';
        return std::string_view::npos;
    }
    return quote_any(text);
}

/// The same for a text that is not plain, or long.
APIDECK_DECL std::size_t writer::quote_any(std::string_view text)
{
    auto const bad = find_invalid_utf8(text);
    if (bad != std::string_view::npos)
        return bad;
    if (std::any_of(text.begin(), text.end(), detail::is_escaped)) {
        raw(boost::json::serialize(boost::json::string_view(text.data(), text.size())));
    } else {
        raw("\"");
        raw(text);
        raw("\"");
    }
    return bad;
}

APIDECK_DECL void writer::string(std::string_view text, path const& at)
{
    if (auto const bad = quote(text); bad != std::string_view::npos)
        refuse(at, "not UTF-8 at byte " + std::to_string(bad));
}

APIDECK_DECL void writer::value(boost::json::value const& value, path const& at)
{
    put(value, at, detail::depth_of(at));
}

APIDECK_DECL void writer::object(boost::json::object const& object, path const& at)
{
    put_object(object, at, detail::depth_of(at));
}

APIDECK_DECL void writer::put(boost::json::value const& value, path const& at, std::size_t depth)
{
    switch (value.kind()) {
    case boost::json::kind::null: return raw("null");
    case boost::json::kind::bool_: return raw(value.get_bool() ? "true" : "false");
    case boost::json::kind::int64: return integer(value.get_int64());
    case boost::json::kind::uint64: return integer(value.get_uint64());
    case boost::json::kind::double_:
        if (!std::isfinite(value.get_double()))
            return refuse(at, "not a finite number");
        return raw(boost::json::serialize(value));
    case boost::json::kind::string: return string(value.get_string(), at);
    case boost::json::kind::array: return put_array(value.get_array(), at, depth);
    case boost::json::kind::object: return put_object(value.get_object(), at, depth);
    }
}

APIDECK_DECL void writer::put_array(
    boost::json::array const& array, path const& at, std::size_t depth)
{
    if (depth > max_depth)
        return refuse(at, "nested deeper than " + std::to_string(max_depth));
    raw("[");
    for (std::size_t i = 0; i != array.size(); ++i) {
        if (i != 0)
            raw(",");
        put(array[i], at / i, depth + 1);
    }
    raw("]");
}

APIDECK_DECL void writer::put_object(
    boost::json::object const& object, path const& at, std::size_t depth)
{
    if (depth > max_depth)
        return refuse(at, "nested deeper than " + std::to_string(max_depth));
    raw("{");
    bool first = true;
    for (auto const& [key, value] : object) {
        if (!std::exchange(first, false))
            raw(",");
        if (auto const bad = quote(key); bad != std::string_view::npos)
            return refuse(at, "a name is not UTF-8 at byte " + std::to_string(bad));
        raw(":");
        put(value, at / std::string_view(key), depth + 1);
    }
    raw("}");
}

} // namespace apideck::json

#endif
