#ifndef APIDECK_JSON_PRINT_HPP
#define APIDECK_JSON_PRINT_HPP

#include <apideck/json/reflect.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

namespace apideck::json {

namespace detail {

/// Print a text so that it leaves neither its line nor its quotes: control characters, quotes and
/// backslashes are escaped as in JSON, all else is as it was.
inline void print_text(std::ostream& out, std::string_view text)
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

template <class T>
void print_value(std::ostream& out, T const& value)
{
    if constexpr (std::is_same_v<T, bool>) {
        out << (value ? "true" : "false");
    } else if constexpr (std::is_same_v<T, std::string>) {
        out << '"';
        print_text(out, value);
        out << '"';
    } else if constexpr (open_enumeration<T>) {
        print_text(out, value.text());
    } else if constexpr (is_vector<T>) {
        out << '[';
        char const* separator = "";
        for (auto const& item : value) {
            out << separator;
            print_value(out, item);
            separator = ", ";
        }
        out << ']';
    } else {
        out << value;
    }
}

template <class T>
void print_member(std::ostream& out, std::string_view name, bool allowed, T const& value)
{
    out << name << ": ";
    if (!allowed)
        out << "<redacted>";
    else
        print_value(out, value);
}

} // namespace detail

/** Print a model for a log, on one line: the members that are set, and of those the values that its
    `may_print` allows. Everything else, so every member that a later version adds, prints as
    `<redacted>`. */
template <described T>
void print(std::ostream& out, T const& model)
{
    char const* separator = "{";
    for_each_member<T>([&](auto member) {
        auto const& value = model.*member.pointer;
        using value_type = std::remove_cvref_t<decltype(value)>;
        std::string_view const name = json_name(&model, member.name);
        bool const allowed = described<value_type> || may_print(&model, member.name);
        if constexpr (is_optional<value_type>) {
            if (!value)
                return;
            out << separator;
            using inner = typename value_type::value_type;
            detail::print_member(out, name, allowed || described<inner>, *value);
        } else {
            out << separator;
            detail::print_member(out, name, allowed, value);
        }
        separator = ", ";
    });
    out << (separator[0] == '{' ? "{}" : "}");
}

} // namespace apideck::json

namespace apideck {

/// Prints a model for a log, with what is secret or personal left out (see `json::print`).
template <json::described T>
    requires requires(T const& t) { requires std::is_class_v<T>; t == t; }
std::ostream& operator<<(std::ostream& out, T const& model)
{
    json::print(out, model);
    return out;
}

} // namespace apideck

#endif
