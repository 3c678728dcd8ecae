#ifndef APIDECK_TESTS_FUZZ_JSON_VALUES_HPP
#define APIDECK_TESTS_FUZZ_JSON_VALUES_HPP

#include "fuzz.hpp"

#include <apideck/json/encode.hpp>
#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

// What the targets about JSON check with.

namespace apideck::fuzz {

/// Whether two values are the same but for the last digits of a number: Boost.JSON's parser rounds
/// fractions to within a few units of the last place. (It also reads 0e999 as no number.)
inline bool same(boost::json::value const& a, boost::json::value const& b)
{
    if (a.is_double() && b.is_double()) {
        double const x = a.get_double(), y = b.get_double();
        return x == y || std::abs(x - y) <= std::abs(x) * 1e-14 || (std::isnan(x) && std::isnan(y));
    }
    if (auto const* x = a.if_array()) {
        auto const* y = b.if_array();
        if (!y || x->size() != y->size())
            return false;
        for (std::size_t i = 0; i != x->size(); ++i)
            if (!same((*x)[i], (*y)[i]))
                return false;
        return true;
    }
    if (auto const* x = a.if_object()) {
        auto const* y = b.if_object();
        if (!y || x->size() != y->size())
            return false;
        for (auto const& [key, value] : *x)
            if (auto const* other = y->if_contains(key); !other || !same(value, *other))
                return false;
        return true;
    }
    return a == b;
}

/// As `same`, for models and what stands in them.
template <class T>
bool same_model(T const& a, T const& b)
{
    if constexpr (std::is_same_v<T, boost::json::value>) {
        return same(a, b);
    } else if constexpr (std::is_same_v<T, boost::json::object>) {
        return same(boost::json::value(a), boost::json::value(b));
    } else if constexpr (json::is_optional<T>) {
        return a.has_value() == b.has_value() && (!a || same_model(*a, *b));
    } else if constexpr (json::is_vector<T> || json::open_enumeration<T> || !json::described<T>) {
        return a == b;
    } else {
        bool equal = true;
        json::for_each_member<T>([&](auto member) {
            equal = equal && same_model(a.*member.pointer, b.*member.pointer);
        });
        return equal;
    }
}

/// Whether a text is a JSON pointer (RFC 6901).
inline bool is_pointer(std::string_view text)
{
    if (!text.empty() && text.front() != '/')
        return false;
    for (auto at = text.find('~'); at != text.npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
            return false;
    return true;
}

} // namespace apideck::fuzz

#endif
