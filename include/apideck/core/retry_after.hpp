#ifndef APIDECK_CORE_RETRY_AFTER_HPP
#define APIDECK_CORE_RETRY_AFTER_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/headers.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

/// Matches a date against a form: `d`, `y`, `h`, `m`, `s` stand for digits of a field, `b` for the
/// month's name, `*` for any letters, a blank for one or more, all else for itself.
class date_reader {
public:
    explicit date_reader(std::string_view text) : text_(text) {}

    bool match(std::string_view form)
    {
        for (char const f : form)
            if (!step(f))
                return false;
        return text_.empty();
    }

    int day = 0, month = 0, year = 0, year_digits = 0, hour = 0, minute = 0, second = 0;

private:
    bool step(char f)
    {
        switch (f) {
        case 'd': return digit(day);
        case 'y': ++year_digits; return digit(year);
        case 'h': return digit(hour);
        case 'm': return digit(minute);
        case 's': return digit(second);
        case 'b': return name_of_month();
        case '*': return letters();
        case ' ': return blanks();
        default: return !text_.empty() && text_.front() == f && drop(1);
        }
    }

    bool drop(std::size_t n)
    {
        text_.remove_prefix(n);
        return true;
    }

    bool digit(int& field)
    {
        if (text_.empty() || text_.front() < '0' || text_.front() > '9')
            return false;
        field = field * 10 + (text_.front() - '0');
        return drop(1);
    }

    bool name_of_month()
    {
        constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
        auto const at = text_.size() < 3 ? std::string_view::npos : names.find(text_.substr(0, 3));
        if (at == std::string_view::npos || at % 3 != 0)
            return false;
        month = static_cast<int>(at / 3) + 1;
        return drop(3);
    }

    bool letters()
    {
        std::size_t n = 0;
        while (n < text_.size() && ((text_[n] | 0x20) >= 'a' && (text_[n] | 0x20) <= 'z'))
            ++n;
        return n >= 3 && drop(n);
    }

    bool blanks()
    {
        auto const n = (std::min)(text_.find_first_not_of(' '), text_.size());
        return n > 0 && drop(n);
    }

    std::string_view text_;
};

inline std::string_view trim(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// A wait as a duration, at most the longest there is.
template <class Period>
duration saturate(std::chrono::duration<double, Period> wait)
{
    // A double rounds the longest duration up to a value that no longer fits.
    if (wait >= std::chrono::duration<double, Period>((duration::max)()))
        return (duration::max)();
    return std::chrono::duration_cast<duration>(wait);
}

/// A number of units, fractions allowed: digits and one point, no sign, no exponent.
template <class Unit>
std::optional<duration> read_wait(std::string_view text)
{
    double number = 0;
    double place = 1;
    bool fraction = false;
    for (char const c : text) {
        if (c == '.' && !fraction)
            fraction = true;
        else if (c < '0' || c > '9')
            return std::nullopt;
        else if (fraction)
            number += (c - '0') * (place /= 10);
        else
            number = number * 10 + (c - '0');
    }
    if (text.empty() || text.front() == '.')
        return std::nullopt;
    return detail::saturate(std::chrono::duration<double, typename Unit::period>(number));
}

} // namespace detail

/// Seconds since 1970-01-01 UTC of an HTTP date in any of its three forms (RFC 9110 5.6.7), or
/// nothing if the text is no such date.
inline std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text)
{
    using namespace std::chrono;
    constexpr std::array forms{
        "*, dd b yyyy hh:mm:ss GMT", // IMF-fixdate
        "*, dd-b-yy hh:mm:ss GMT",   // RFC 850
        "* b dd hh:mm:ss yyyy",      // asctime
        "* b d hh:mm:ss yyyy",
    };
    for (char const* form : forms) {
        detail::date_reader read(text);
        if (!read.match(form))
            continue;
        // RFC 850's two digits: the century that is nearest, taken as 1970 to 2069.
        if (read.year_digits == 2)
            read.year += read.year < 70 ? 2000 : 1900;
        auto const date = year(read.year) / read.month / read.day;
        if (!date.ok() || read.hour > 23 || read.minute > 59 || read.second > 60)
            return std::nullopt;
        return sys_days(date) + hours(read.hour) + minutes(read.minute) + seconds(read.second);
    }
    return std::nullopt;
}

/** How long a response asks to wait: `retry-after-ms`, else `Retry-After` in seconds or as a date.

    A date counts from the response's own `Date`, so that the two clocks need not agree, else from
    `wall_now`. A date in the past is a wait of zero. A field that can't be read counts as absent, and
    a number too large for a duration as the longest one.
*/
inline std::optional<duration> retry_after(
    http::headers const& headers, std::chrono::system_clock::time_point wall_now)
{
    if (auto const ms = headers.find("retry-after-ms"))
        if (auto const wait = detail::read_wait<std::chrono::milliseconds>(detail::trim(*ms)))
            return wait;
    auto const field = headers.find("retry-after");
    if (!field)
        return std::nullopt;
    auto const text = detail::trim(*field);
    if (auto const wait = detail::read_wait<std::chrono::seconds>(text))
        return wait;
    auto const when = parse_http_date(text);
    if (!when)
        return std::nullopt;
    auto now = std::chrono::floor<std::chrono::seconds>(wall_now);
    if (auto const date = headers.find("date"))
        now = parse_http_date(detail::trim(*date)).value_or(now);
    return detail::saturate(
        std::chrono::duration<double>((std::max)(*when - now, std::chrono::seconds(0))));
}

} // namespace apideck::core

#endif
