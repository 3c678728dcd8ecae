#ifndef APIDECK_JSON_REFLECT_HPP
#define APIDECK_JSON_REFLECT_HPP

#include <apideck/detail/config.hpp>

#include <boost/describe/members.hpp>
#include <boost/describe/modifiers.hpp>
#include <boost/mp11/algorithm.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

/// A class whose members Boost.Describe knows.
template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

/** A member's name in JSON. A model whose JSON names are not all C++ identifiers declares an
    overload for its own pointer type beside itself. */
constexpr std::string_view json_name(void const*, std::string_view member) noexcept
{
    return member;
}

/** Whether a member's value may stand in printed text. Printing is by allow-list: a model declares
    an overload for its own pointer type that names what is harmless. */
constexpr bool may_print(void const*, std::string_view) noexcept { return false; }

/// The descriptors of T's members, those of its bases first.
template <described T>
using all_members = boost::describe::describe_members<T,
    boost::describe::mod_public | boost::describe::mod_inherited>;

/// Call `f(descriptor)` for each of them.
template <described T, class F>
constexpr void for_each_member(F&& f)
{
    boost::mp11::mp_for_each<all_members<T>>(f);
}

/// Whether T is a `std::optional`: a member that may be absent.
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Whether T is a `std::vector`: a JSON array.
template <class T>
inline constexpr bool is_vector = false;
template <class T, class A>
inline constexpr bool is_vector<std::vector<T, A>> = true;

/// An `open_enum` or a class derived from one.
template <class T>
concept open_enumeration = requires(T const& t) {
    typename T::value_type;
    requires std::is_enum_v<typename T::value_type>;
    t.text();
    t.known();
};

} // namespace apideck::json

#endif
