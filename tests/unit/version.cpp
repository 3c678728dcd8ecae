#include <apideck/version.hpp>

#include <tests/support/catch.hpp>

#include <boost/preprocessor/stringize.hpp>

#include <algorithm>
#include <string>

#if APIDECK_VERSION_NUMBER < 100 // a program may ask in this way
#error 0.1.0 was the first
#endif

TEST_CASE("the version is the same as text, as three numbers and as one", "[version]")
{
    constexpr int parts[] = {APIDECK_VERSION_MAJOR, APIDECK_VERSION_MINOR, APIDECK_VERSION_PATCH};
    CHECK(APIDECK_VERSION
        == std::to_string(parts[0]) + '.' + std::to_string(parts[1]) + '.'
            + std::to_string(parts[2]));
    CHECK(APIDECK_VERSION_NUMBER / 100000 == parts[0]);
    CHECK(APIDECK_VERSION_NUMBER / 100 % 1000 == parts[1]);
    CHECK(APIDECK_VERSION_NUMBER % 100 == parts[2]);
}

TEST_CASE("the inline namespace is named for the version", "[version]")
{
    std::string expected = 'v' + std::string(APIDECK_VERSION);
    std::ranges::replace(expected, '.', '_');
    CHECK(BOOST_PP_STRINGIZE(APIDECK_VERSION_NAMESPACE) == expected);
}
