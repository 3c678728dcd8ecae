#ifndef APIDECK_JSON_OPEN_ENUM_HPP
#define APIDECK_JSON_OPEN_ENUM_HPP

#include <apideck/detail/config.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

/// The JSON text of an enumerator: its identifier with `_` as `-` (`customer_support` is
/// "customer-support", `delete_` is "delete"). The API's enumerations follow this without
/// exception.
inline std::string enumerator_text(std::string_view identifier)
{
    std::string text(identifier.substr(0, identifier.find_last_not_of('_') + 1));
    for (char& c : text)
        if (c == '_')
            c = '-';
    return text;
}

/// Whether `text` is that text.
[[nodiscard]] constexpr bool is_enumerator_text(
    std::string_view text, std::string_view identifier) noexcept
{
    auto const same = [](char t, char i) { return t == (i == '_' ? '-' : i); };
    return text.size() == identifier.find_last_not_of('_') + 1
        && std::equal(text.begin(), text.end(), identifier.begin(), same);
}

/** An enumeration that the API may extend: one of the known values or a text that this version
    does not know, which is kept and sent back as it was.

    @tparam Value A described scoped enumeration (Boost.Describe).
*/
template <class Value>
class open_enum {
public:
    /// The enumeration of the known values.
    using value_type = Value;

    /// A known value.
    open_enum(Value value) : known_(value), text_(json::enumerator_text(identifier_of(value))) {}

    /// From the API's text; an unknown one is kept.
    explicit open_enum(std::string text) : known_(find(text)), text_(std::move(text)) {}

    /// The text as it stands in JSON.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    /// The known value, or nothing if the text is new to this version.
    [[nodiscard]] std::optional<Value> known() const noexcept { return known_; }

    /// Whether both have the same text.
    friend bool operator==(open_enum const& a, open_enum const& b) noexcept
    {
        return a.text_ == b.text_;
    }
    /// Prints the text.
    friend std::ostream& operator<<(std::ostream& out, open_enum const& e) { return out << e.text_; }

private:
    static std::string_view identifier_of(Value value)
    {
        std::string_view name;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Value>>([&](auto d) {
            if (d.value == value)
                name = d.name;
        });
        return name;
    }

    static std::optional<Value> find(std::string_view text)
    {
        std::optional<Value> found;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Value>>([&](auto d) {
            if (!found && json::is_enumerator_text(text, d.name))
                found = d.value;
        });
        return found;
    }

    std::optional<Value> known_;
    std::string text_;
};

} // namespace apideck::json

#endif
