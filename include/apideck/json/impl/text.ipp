#ifndef APIDECK_JSON_IMPL_TEXT_IPP
#define APIDECK_JSON_IMPL_TEXT_IPP

#include <apideck/json/text.hpp>

#include <boost/throw_exception.hpp>

#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

APIDECK_DECL std::ostream& operator<<(std::ostream& out, decode_error const& e)
{
    return out << (e.pointer.empty() ? "the document" : e.pointer) << ": expected " << e.expected
               << ", found " << e.found;
}

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

APIDECK_DECL void print_text(std::ostream& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i != text.size(); ++i) {
        // U+0080 to U+009F are control characters as well; in UTF-8 they are C2 80 to C2 9F.
        bool const high = byte(i) == 0xC2 && i + 1 != text.size() && (byte(i + 1) & 0xE0) == 0x80;
        i += high;
        if (high || byte(i) < 0x20 || byte(i) == 0x7F)
            out << "\\u00" << digits[byte(i) >> 4] << digits[byte(i) & 0xF];
        else if (text[i] == '"' || text[i] == '\\')
            out << '\\' << text[i];
        else
            out << text[i];
    }
}

APIDECK_DECL void print_raw(std::ostream& out, std::string_view text) { out << text; }

} // namespace detail

} // namespace apideck::json

#endif
