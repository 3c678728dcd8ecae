#ifndef APIDECK_IMPL_JSON_TEXT_IPP
#define APIDECK_IMPL_JSON_TEXT_IPP

#include <apideck/json/text.hpp>

#include <boost/json/parser.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>
#include <boost/throw_exception.hpp>

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace apideck::json {

namespace detail {

/// Append what the serializer still has to give.
inline void drain(boost::json::serializer& serializer, std::string& out)
{
    char buffer[256];
    while (!serializer.done())
        out.append(std::string_view(serializer.read(buffer)));
}

/// The first thing in `value` that JSON text can't hold, or an empty reason.
inline encode_error check(boost::json::value const& value, path const& at, std::size_t depth);

/// How deep a value at `at` stands in its document: 1 for the whole.
inline std::size_t depth_of(path const& at)
{
    std::size_t depth = 1;
    for (path const* step = at.parent; step; step = step->parent)
        ++depth;
    return depth;
}

inline encode_error too_deep(path const& at)
{
    return {at.pointer(), "nested deeper than " + std::to_string(max_depth)};
}

inline encode_error check_object(
    boost::json::object const& object, path const& at, std::size_t depth)
{
    if (depth > max_depth)
        return too_deep(at);
    for (auto const& [key, value] : object) {
        if (auto const bad = find_invalid_utf8(key); bad != std::string_view::npos)
            return {at.pointer(), "a name is not UTF-8 at byte " + std::to_string(bad)};
        if (auto e = check(value, at / std::string_view(key), depth + 1); !e.reason.empty())
            return e;
    }
    return {};
}

inline encode_error check_array(boost::json::array const& array, path const& at, std::size_t depth)
{
    if (depth > max_depth)
        return too_deep(at);
    for (std::size_t i = 0; i != array.size(); ++i)
        if (auto e = check(array[i], at / i, depth + 1); !e.reason.empty())
            return e;
    return {};
}

inline encode_error check(boost::json::value const& value, path const& at, std::size_t depth)
{
    if (auto const* text = value.if_string())
        if (auto const bad = find_invalid_utf8(*text); bad != std::string_view::npos)
            return {at.pointer(), "not UTF-8 at byte " + std::to_string(bad)};
    if (auto const* number = value.if_double(); number && !std::isfinite(*number))
        return {at.pointer(), "not a finite number"};
    if (auto const* object = value.if_object())
        return check_object(*object, at, depth);
    if (auto const* array = value.if_array())
        return check_array(*array, at, depth);
    return {};
}

} // namespace detail

APIDECK_DECL void throw_exception_from_error(
    encode_error const& e, boost::source_location const& where)
{
    boost::throw_exception(std::invalid_argument(
                               (e.pointer.empty() ? "the document" : e.pointer) + ": " + e.reason),
        where);
}

APIDECK_DECL void throw_exception_from_error(
    decode_error const& e, boost::source_location const& where)
{
    std::ostringstream text;
    text << e;
    boost::throw_exception(std::invalid_argument(std::move(text).str()), where);
}

APIDECK_DECL std::string path::pointer() const
{
    if (!parent)
        return {};
    std::string out = parent->pointer();
    out += '/';
    if (!name.data())
        return out += std::to_string(index);
    for (char const c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

APIDECK_DECL std::size_t find_invalid_utf8(std::string_view text) noexcept
{
    // The well-formed ranges of RFC 3629 section 4: a lead byte sets how many follow and which
    // second bytes would be overlong, a surrogate or above U+10FFFF.
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t i = 0;
    while (i < text.size()) {
        unsigned char const lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t length = 0;
        unsigned char low = 0x80, high = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            if (lead == 0xE0)
                low = 0xA0;
            else if (lead == 0xED)
                high = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            if (lead == 0xF0)
                low = 0x90;
            else if (lead == 0xF4)
                high = 0x8F;
        }
        if (length == 0 || text.size() - i < length || byte(i + 1) < low || byte(i + 1) > high)
            return i;
        for (std::size_t k = 2; k < length; ++k)
            if ((byte(i + k) & 0xC0) != 0x80)
                return i;
        i += length;
    }
    return std::string_view::npos;
}

namespace detail {

/// Whether a JSON string of this text is the text itself between quotes.
inline bool is_plain(std::string_view text) noexcept
{
    auto const special = [](char c) {
        return static_cast<unsigned char>((c < 0x20) | (c > 0x7E) | (c == '"') | (c == '\\'));
    };
    // In blocks of a fixed size, which compilers turn into vector instructions.
    constexpr std::size_t block = 16;
    std::size_t i = 0;
    for (; text.size() - i >= block; i += block) {
        unsigned char any = 0;
        for (std::size_t k = 0; k != block; ++k)
            any = static_cast<unsigned char>(any | special(text[i + k]));
        if (any)
            return false;
    }
    for (; i != text.size(); ++i)
        if (special(text[i]))
            return false;
    return true;
}

} // namespace detail

APIDECK_DECL encode_error append_string(std::string& out, std::string_view text, path const& at)
{
    if (detail::is_plain(text)) {
        out.append(1, '"').append(text).append(1, '"');
        return {};
    }
    if (auto const bad = find_invalid_utf8(text); bad != std::string_view::npos)
        return {at.pointer(), "not UTF-8 at byte " + std::to_string(bad)};
    boost::json::serializer serializer;
    serializer.reset(boost::json::string_view(text.data(), text.size()));
    detail::drain(serializer, out);
    return {};
}

APIDECK_DECL encode_error append_value(
    std::string& out, boost::json::value const& value, path const& at)
{
    auto e = detail::check(value, at, detail::depth_of(at));
    if (e.reason.empty()) {
        boost::json::serializer serializer;
        serializer.reset(&value);
        detail::drain(serializer, out);
    }
    return e;
}

APIDECK_DECL encode_error append_object(
    std::string& out, boost::json::object const& value, path const& at)
{
    auto e = detail::check_object(value, at, detail::depth_of(at));
    if (e.reason.empty()) {
        boost::json::serializer serializer;
        serializer.reset(&value);
        detail::drain(serializer, out);
    }
    return e;
}

APIDECK_DECL boost::system::result<boost::json::value, decode_error> parse(
    std::string_view text, boost::json::storage_ptr storage)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    unsigned char stack[2048];
    boost::json::parser parser({}, options, stack);
    parser.reset(std::move(storage));
    boost::system::error_code ec;
    std::size_t const consumed = parser.write_some(text.data(), text.size(), ec);
    if (!ec && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos)
        ec = boost::json::error::extra_data;
    if (ec) {
        if (text.empty())
            return decode_error{{}, "valid JSON", "nothing"};
        return decode_error{
            {}, "valid JSON", ec.message() + " at byte " + std::to_string(consumed)};
    }
    return parser.release();
}

APIDECK_DECL std::string_view kind_name(boost::json::value const& value) noexcept
{
    switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::string: return "string";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
    default: return "number";
    }
}

} // namespace apideck::json

#endif
