#ifndef APIDECK_JSON_PRINT_HPP
#define APIDECK_JSON_PRINT_HPP

#include <apideck/detail/config.hpp>
#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

namespace detail {

template <class T>
void print_value(std::ostream& out, T const& value)
{
    if constexpr (std::is_same_v<T, bool>) {
        detail::print_raw(out, value ? "true" : "false");
    } else if constexpr (std::is_same_v<T, std::string>) {
        detail::print_raw(out, "\"");
        detail::print_text(out, value);
        detail::print_raw(out, "\"");
    } else if constexpr (open_enumeration<T>) {
        detail::print_text(out, value.text());
    } else if constexpr (is_vector<T>) {
        detail::print_raw(out, "[");
        char const* separator = "";
        for (auto const& item : value) {
            detail::print_raw(out, separator);
            detail::print_value(out, item);
            separator = ", ";
        }
        detail::print_raw(out, "]");
    } else {
        out << value;
    }
}

template <class T>
void print_member(std::ostream& out, std::string_view name, bool allowed, T const& value)
{
    detail::print_raw(out, name);
    detail::print_raw(out, ": ");
    if (!allowed)
        detail::print_raw(out, "<redacted>");
    else
        detail::print_value(out, value);
}

} // namespace detail

/** Print a model for a log, on one line: the members that are set, and the values that its `may_print`
    allows. Everything else prints as `<redacted>`, and so does a member that a later version adds. */
template <described T>
void print(std::ostream& out, T const& model)
{
    char const* separator = "{";
    json::for_each_member<T>([&](auto member) {
        auto const& value = model.*member.pointer;
        using value_type = std::remove_cvref_t<decltype(value)>;
        std::string_view const name = json_name(&model, member.name);
        bool const allowed = described<value_type> || may_print(&model, member.name);
        if constexpr (is_optional<value_type>) {
            if (!value)
                return;
            detail::print_raw(out, separator);
            using inner = typename value_type::value_type;
            detail::print_member(out, name, allowed || described<inner>, *value);
        } else {
            detail::print_raw(out, separator);
            detail::print_member(out, name, allowed, value);
        }
        separator = ", ";
    });
    detail::print_raw(out, separator[0] == '{' ? "{}" : "}");
}

} // namespace apideck::json

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

namespace detail {

/// Whether T is one of the API's models, each of which says so beside itself. What a caller
/// describes is not the SDK's to print, even where `using namespace apideck` shows it the operator.
template <class T>
inline constexpr bool is_model = false;

} // namespace detail

/// Prints a model for a log, with what is secret or personal left out (see `json::print`).
template <class T>
    requires detail::is_model<T>
std::ostream& operator<<(std::ostream& out, T const& model)
{
    json::print(out, model);
    return out;
}

} // namespace apideck

#endif
