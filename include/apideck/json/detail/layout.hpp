#ifndef APIDECK_JSON_DETAIL_LAYOUT_HPP
#define APIDECK_JSON_DETAIL_LAYOUT_HPP

#include <apideck/json/reflect.hpp>

#include <boost/json/fwd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json::detail {

/** How JSON becomes a value of one type: a table made at compile time, so that what reads by it is
    compiled once for all models. Values are passed as `void*`, each of the type that its layout is of. */
struct layout {
    enum class kind : std::uint8_t { boolean, integer, text, array, model, object, any };

    /// A member of a model.
    struct member {
        std::string_view name; // as in JSON
        layout const* value;
        bool optional;
        /// Where to read the member of a model into; an optional one gets a value.
        void* (*open)(void* model);
        /// Make the member what it is in a new model.
        void (*reset)(void* model);
    };

    kind what;
    /// As an error says it.
    char const* name;
    /// `integer`: set it. @return Whether the number fits.
    bool (*set_integer)(void* value, std::int64_t number) = nullptr;
    /// `text`: set it.
    void (*set_text)(void* value, std::string_view text) = nullptr;
    /// `array`: append an item. @return Where to read it into.
    void* (*append)(void* array) = nullptr;
    layout const* item = nullptr;
    /// `model`: its members, in the order of their declaration.
    std::span<member const> members{};
};

/// A value to read into. (What is not known is kept as a text, so an empty text is the neutral one.)
template <class T>
T make_empty()
{
    if constexpr (open_enumeration<T>)
        return T(std::string());
    else
        return T{};
}

template <class T>
struct layout_of;

template <class T>
struct member_value {
    using type = T;
};
template <class T>
struct member_value<std::optional<T>> {
    using type = T;
};

template <class T, class Member>
constexpr layout::member member_of()
{
    using declared = std::remove_reference_t<decltype(std::declval<T&>().*Member::pointer)>;
    using value = typename member_value<declared>::type;
    return {
        .name = json_name(static_cast<T const*>(nullptr), Member::name),
        .value = &layout_of<value>::table,
        .optional = is_optional<declared>,
        .open = [](void* model) -> void* {
            auto& member = static_cast<T*>(model)->*Member::pointer;
            if constexpr (is_optional<declared>)
                return &member.emplace(detail::make_empty<value>());
            else
                return &member;
        },
        .reset = [](void* model) {
            static_cast<T*>(model)->*Member::pointer = detail::make_empty<declared>();
        },
    };
}

template <class T>
struct members_of {
    template <class... Member>
    static constexpr std::array<layout::member, sizeof...(Member)> make(boost::mp11::mp_list<Member...>)
    {
        return {detail::member_of<T, Member>()...};
    }

    static constexpr auto table = make(boost::mp11::mp_rename<all_members<T>, boost::mp11::mp_list>());
};

template <class T>
constexpr layout make_layout()
{
    using kind = layout::kind;
    if constexpr (std::is_same_v<T, boost::json::value>) {
        return {.what = kind::any, .name = "value"};
    } else if constexpr (std::is_same_v<T, boost::json::object>) {
        return {.what = kind::object, .name = "object"};
    } else if constexpr (std::is_same_v<T, bool>) {
        return {.what = kind::boolean, .name = "boolean"};
    } else if constexpr (std::is_integral_v<T>) {
        return {.what = kind::integer, .name = "integer",
            .set_integer = [](void* value, std::int64_t number) {
                *static_cast<T*>(value) = static_cast<T>(number);
                return std::in_range<T>(number);
            }};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return {.what = kind::text, .name = "string",
            .set_text = [](void* value, std::string_view text) {
                *static_cast<std::string*>(value) = text;
            }};
    } else if constexpr (open_enumeration<T>) {
        return {.what = kind::text, .name = "string",
            .set_text = [](void* value, std::string_view text) {
                *static_cast<T*>(value) = T(std::string(text));
            }};
    } else if constexpr (is_vector<T>) {
        using item = typename T::value_type;
        return {.what = kind::array, .name = "array",
            .append = [](void* array) -> void* {
                return &static_cast<T*>(array)->emplace_back(detail::make_empty<item>());
            },
            .item = &layout_of<item>::table};
    } else {
        static_assert(described<T>, "describe the type with BOOST_DESCRIBE_STRUCT");
        static_assert(members_of<T>::table.size() <= 64, "a bit for each in the reader");
        return {.what = kind::model, .name = "object", .members = members_of<T>::table};
    }
}

template <class T>
struct layout_of {
    static constexpr layout table = detail::make_layout<T>();
};

} // namespace apideck::json::detail

#endif
