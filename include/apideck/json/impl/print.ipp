#ifndef APIDECK_JSON_IMPL_PRINT_IPP
#define APIDECK_JSON_IMPL_PRINT_IPP

#include <apideck/json/print.hpp>

#include <ostream>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json::detail {

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

} // namespace apideck::json::detail

#endif
