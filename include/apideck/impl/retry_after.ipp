#ifndef APIDECK_IMPL_RETRY_AFTER_IPP
#define APIDECK_IMPL_RETRY_AFTER_IPP

#include <apideck/core/retry_after.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace apideck::core {

namespace detail {

/// Matches a date against a form: `d`, `y`, `H`, `M`, `S` stand for digits of a field, `b` for the
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
        case 'H': return digit(hour);
        case 'M': return digit(minute);
        case 'S': return digit(second);
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
        auto const n = std::min(text_.find_first_not_of(' '), text_.size());
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

/// A number of units, fractions allowed, as a duration; too large a one is the longest.
inline std::optional<duration> read_wait(std::string_view text, double units_per_second)
{
    double number = 0;
    char const* const end = text.data() + text.size();
    auto const [at, error]
        = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    if (at != end || text.empty() || !(number >= 0))
        return std::nullopt;
    constexpr double longest = 1e9; // seconds; about 31 years, far within a duration
    double const seconds = error == std::errc() ? number / units_per_second : longest;
    return std::chrono::duration_cast<duration>(
        std::chrono::duration<double>(std::min(seconds, longest)));
}

} // namespace detail

APIDECK_DECL std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text)
{
    using namespace std::chrono;
    constexpr std::array forms{
        "*, dd b yyyy HH:MM:SS GMT", // IMF-fixdate
        "*, dd-b-yy HH:MM:SS GMT",   // RFC 850
        "* b dd HH:MM:SS yyyy",      // asctime
        "* b d HH:MM:SS yyyy",
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

APIDECK_DECL std::optional<duration> retry_after(
    http::headers const& headers, std::chrono::system_clock::time_point wall_now)
{
    if (auto const ms = headers.find("retry-after-ms"))
        if (auto const wait = detail::read_wait(detail::trim(*ms), 1000))
            return wait;
    auto const field = headers.find("retry-after");
    if (!field)
        return std::nullopt;
    auto const text = detail::trim(*field);
    if (auto const wait = detail::read_wait(text, 1))
        return wait;
    auto const when = parse_http_date(text);
    if (!when)
        return std::nullopt;
    auto now = std::chrono::floor<std::chrono::seconds>(wall_now);
    if (auto const date = headers.find("date"))
        now = parse_http_date(detail::trim(*date)).value_or(now);
    using double_seconds = std::chrono::duration<double>;
    return std::chrono::duration_cast<duration>(
        std::clamp(double_seconds(*when - now), double_seconds(0), double_seconds(1e9)));
}

} // namespace apideck::core

#endif
