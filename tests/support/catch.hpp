#ifndef APIDECK_TESTS_SUPPORT_CATCH_HPP
#define APIDECK_TESTS_SUPPORT_CATCH_HPP

// Catch2, in the version that the system has: 2.13 (Debian 12) or 3 (Debian 13). Tests include this
// and nothing of Catch2 itself.

#define CATCH_CONFIG_ENABLE_ALL_STRINGMAKERS

#include <boost/system/result.hpp>

#include <optional>
#include <string>
#include <type_traits>

#if __has_include(<catch2/catch_all.hpp>)

#include <catch2/catch_all.hpp>

namespace apideck::tests {
using Catch::Matchers::ContainsSubstring;
}

#else

#include <catch2/catch.hpp>

namespace apideck::tests {

/// The name that Catch2 3 gives to what 2.13 calls `Contains`.
inline auto ContainsSubstring(std::string const& text)
{
    return Catch::Matchers::Contains(text);
}

} // namespace apideck::tests

#endif

/// In C++26 an optional is a range, which Catch2 would print, too.
template <class T>
struct Catch::is_range<std::optional<T>> : std::false_type {};

/// So that `REQUIRE(result)` says why there is no value. Boost's own operator<< does not compile where
/// the value can't be printed.
template <class T, class E>
struct Catch::StringMaker<boost::system::result<T, E>> {
    static std::string convert(boost::system::result<T, E> const& r)
    {
        if (!r)
            return "error: " + Catch::Detail::stringify(r.error());
        if constexpr (std::is_void_v<T>)
            return "no error";
        else
            return "value: " + Catch::Detail::stringify(*r);
    }
};

#endif
