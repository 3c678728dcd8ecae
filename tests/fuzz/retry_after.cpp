// How long an answer asks to wait: each line is a header field.

#include "fuzz.hpp"

#include <apideck/core/retry_after.hpp>
#include <apideck/http/message.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace apideck;
using namespace std::chrono;

/// A time as RFC 9110 5.6.7 prefers it.
std::string format(sys_seconds t)
{
    constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
        "Oct", "Nov", "Dec"};
    auto const day = floor<std::chrono::days>(t);
    year_month_day const date(day);
    hh_mm_ss const time(t - day);
    char text[64];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
        days[weekday(day).c_encoding()], unsigned(date.day()), months[unsigned(date.month()) - 1],
        int(date.year()), int(time.hours().count()), int(time.minutes().count()),
        int(time.seconds().count()));
    return text;
}

void check_date(std::string_view text)
{
    auto const date = core::parse_http_date(text);
    if (!date)
        return;
    FUZZ_CHECK(*date >= sys_days(year(0) / 1 / 1));
    FUZZ_CHECK(*date <= sys_days(year(10000) / 1 / 1)); // a leap second may be its last
    if (*date < sys_days(year(10000) / 1 / 1))
        FUZZ_CHECK(core::parse_http_date(format(*date)) == date);
}

void check_wait(http::headers const& headers, system_clock::time_point now)
{
    auto const wait = core::retry_after(headers, now);
    if (!headers.find("retry-after") && !headers.find("retry-after-ms"))
        FUZZ_CHECK(!wait);
    if (!wait)
        return;
    FUZZ_CHECK(*wait >= apideck::duration::zero());
    auto const begin = apideck::time_point(hours(1));
    auto const until = http::saturating_add(begin, *wait);
    FUZZ_CHECK(until >= begin);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::as_text(data, size);
    http::headers headers;
    while (!text.empty()) {
        auto const line = fuzz::take_line(text);
        auto const colon = line.find(": ");
        if (colon == line.npos)
            continue;
        headers.add(line.substr(0, colon), line.substr(colon + 2));
        check_date(line.substr(colon + 2));
    }
    for (auto const now : {system_clock::time_point(), system_clock::time_point::max(),
             system_clock::time_point(sys_days(year(2026) / 1 / 1))})
        check_wait(headers, now);
    return 0;
}
