#ifndef APIDECK_DETAIL_VISIT_HPP
#define APIDECK_DETAIL_VISIT_HPP

#include <apideck/detail/config.hpp>

#include <type_traits>
#include <variant>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

template <class... F>
struct overloaded : F... {
    using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

template <class Visitor, class Variant>
inline constexpr bool visits_all = false;
template <class Visitor, class... T>
inline constexpr bool visits_all<Visitor, std::variant<T...>>
    = (std::is_invocable_v<Visitor&, T const&> && ...);

/// Whether T is one of a variant's alternatives. Does not ask the variant, which would be made for it.
template <class T, class Variant>
inline constexpr bool is_alternative = false;
template <class T, class... Alternative>
inline constexpr bool is_alternative<T, std::variant<Alternative...>>
    = (std::is_same_v<T, Alternative> || ...);

} // namespace apideck::detail

#endif
