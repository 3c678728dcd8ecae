#ifndef APIDECK_JSON_PRINT_HPP
#define APIDECK_JSON_PRINT_HPP

#include <apideck/json/reflect.hpp>

#include <ostream>
#include <string>
#include <type_traits>

namespace apideck::json {

namespace detail {

template <class T>
void print_value(std::ostream& out, T const& value)
{
    if constexpr (std::is_same_v<T, bool>) {
        out << (value ? "true" : "false");
    } else if constexpr (std::is_same_v<T, std::string>) {
        out << '"' << value << '"';
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

/** Print a model for a log: the members that are set, and of those the values that its `may_print`
    allows. Everything else, so every member that a later version adds, prints as `<redacted>`. */
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
