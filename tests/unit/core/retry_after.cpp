#include <apideck/core/retry_after.hpp>

#include <tests/support/catch.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

using apideck::duration;
using apideck::core::parse_http_date;
using apideck::core::retry_after;
using apideck::http::headers;
using namespace std::chrono_literals;

namespace {

// Sun, 06 Nov 1994 08:49:37 GMT, the example of RFC 9110.
constexpr std::chrono::sys_seconds example{784111777s};
constexpr std::string_view example_text = "Sun, 06 Nov 1994 08:49:37 GMT";

} // namespace

TEST_CASE("a number of seconds or milliseconds is a wait", "[retry_after]")
{
    struct row {
        char const* name;
        std::string_view value;
        std::optional<duration> wait;
    };
    constexpr row rows[] = {
        {"Retry-After", "0", 0s},
        {"Retry-After", "120", 120s},
        {"Retry-After", "007", 7s},
        {"Retry-After", " 5\t", 5s},
        {"Retry-After", "1.5", 1500ms},
        {"Retry-After", "0.25", 250ms},
        {"retry-after", "3600", 3600s},
        {"RETRY-AFTER", "4000000000", 4000000000s},
        {"retry-after-ms", "0", 0s},
        {"retry-after-ms", "250", 250ms},
        {"Retry-After-Ms", "0.5", 500us},
        {"retry-after-ms", " 12 ", 12ms},
    };
    for (auto const& [name, value, wait] : rows) {
        CAPTURE(name, value);
        CHECK(retry_after({{name, value}}, example) == wait);
    }
}

TEST_CASE("what can't be read as a wait is as if it were absent", "[retry_after]")
{
    constexpr std::string_view values[] = {"", " ", "-1", "-0.5", "+1", "1s", "s", "1e3", "0x10",
        "1,5", "1.2.3", ".", "1 2", "inf", "infinity", "INF", "nan", "-inf", "soon", "\xD9\xA1",
        "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT"};
    for (auto const value : values) {
        CAPTURE(value);
        CHECK_FALSE(retry_after({{"Retry-After", value}}, example));
        CHECK_FALSE(retry_after({{"retry-after-ms", value}}, example));
    }
    CHECK_FALSE(retry_after({}, example));
    // Only seconds may be a date.
    CHECK_FALSE(retry_after({{"retry-after-ms", example_text}}, example));
}

TEST_CASE("a number too large for a duration is the longest one", "[retry_after]")
{
    for (auto const& value : {std::string("9300000000000"), std::string(400, '9'),
             '1' + std::string(5000, '0')}) {
        CAPTURE(value.size());
        CHECK(retry_after({{"Retry-After", value}}, example) == duration::max());
    }
    CHECK(retry_after({{"retry-after-ms", std::string(400, '9')}}, example) == duration::max());
}

TEST_CASE("a number too small for a duration is none", "[retry_after]")
{
    CHECK(retry_after({{"Retry-After", "0." + std::string(400, '0') + '1'}}, example)
        == duration::zero());
}

TEST_CASE("milliseconds count before seconds", "[retry_after]")
{
    CHECK(retry_after({{"Retry-After", "9"}, {"retry-after-ms", "30"}}, example) == 30ms);
    CHECK(retry_after({{"retry-after-ms", "soon"}, {"Retry-After", "9"}}, example) == 9s);
}

TEST_CASE("an HTTP date is read in each of its three forms", "[retry_after]")
{
    struct row {
        std::string_view text;
        std::chrono::sys_seconds time;
    };
    constexpr row rows[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", example},
        {"Sunday, 06-Nov-94 08:49:37 GMT", example},
        {"Sun Nov  6 08:49:37 1994", example},
        {"Wed Nov 16 08:49:37 1994", example + 240h},
        {"Thu, 01 Jan 1970 00:00:00 GMT", std::chrono::sys_seconds{0s}},
        {"Thu, 29 Feb 2024 23:59:59 GMT", std::chrono::sys_seconds{1709251199s}},
        {"Sat, 31 Dec 2016 23:59:60 GMT", std::chrono::sys_seconds{1483228800s}}, // a leap second
        {"Friday, 31-Dec-99 23:59:59 GMT", std::chrono::sys_seconds{946684799s}},
        {"Tuesday, 31-Dec-69 23:59:59 GMT", std::chrono::sys_seconds{3155759999s}},
        {"Thursday, 01-Jan-70 00:00:00 GMT", std::chrono::sys_seconds{0s}},
        {"Fri, 31 Dec 9999 23:59:59 GMT", std::chrono::sys_seconds{253402300799s}},
    };
    for (auto const& [text, time] : rows) {
        CAPTURE(text);
        auto const read = parse_http_date(text);
        REQUIRE(read);
        CHECK(read->time_since_epoch().count() == time.time_since_epoch().count());
    }
}

TEST_CASE("every month has its name in an HTTP date", "[retry_after]")
{
    constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
        "Sep", "Oct", "Nov", "Dec"};
    for (unsigned month = 0; month != 12; ++month) {
        CAPTURE(month);
        auto const read
            = parse_http_date("Sun, 06 " + std::string(months[month]) + " 1994 00:00:00 GMT");
        REQUIRE(read);
        CHECK((std::chrono::floor<std::chrono::days>(*read)
            == std::chrono::sys_days(1994y / static_cast<int>(month + 1) / 6)));
    }
}

TEST_CASE("what is no HTTP date is refused", "[retry_after]")
{
    constexpr std::string_view texts[] = {"", "Sun", "Sun, 06 Nov 1994", "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000", "Sun, 06 Nov 1994 08:49:37 GMT ",
        " Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
        "06 Nov 1994 08:49:37 GMT", "Su, 06 Nov 1994 08:49:37 GMT",
        ", 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nox 1994 08:49:37 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 2023 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 19940 08:49:37 GMT"};
    for (auto const text : texts) {
        CAPTURE(text);
        CHECK_FALSE(parse_http_date(text));
    }
}

TEST_CASE("a date counts from the response's own date", "[retry_after]")
{
    // The two clocks are years apart.
    headers const fields{
        {"Date", example_text}, {"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}};
    CHECK(retry_after(fields, example + 100000h) == 30s);
    CHECK(retry_after(fields, example - 100000h) == 30s);
}

TEST_CASE("a date counts from this machine's clock where the response has none", "[retry_after]")
{
    CHECK(retry_after({{"Retry-After", example_text}}, example - 90s) == 90s);
    CHECK(retry_after({{"Date", "today"}, {"Retry-After", example_text}}, example - 90s) == 90s);
    CHECK(retry_after({{"Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT"}}, example - 1s) == 1s);
}

TEST_CASE("a date in the past is a wait of zero", "[retry_after]")
{
    CHECK(retry_after({{"Retry-After", example_text}}, example) == 0s);
    CHECK(retry_after({{"Retry-After", example_text}}, example + 1s) == 0s);
    CHECK(retry_after({{"Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"}},
              std::chrono::sys_days(2200y / 1 / 1)) == 0s);
}

TEST_CASE("a date too far away for a duration is the longest one", "[retry_after]")
{
    CHECK(retry_after({{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}}, example)
        == duration::max());
}
