#ifndef APIDECK_CORE_RETRY_AFTER_HPP
#define APIDECK_CORE_RETRY_AFTER_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/headers.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// Seconds since 1970-01-01 UTC of an HTTP date in any of its three forms (RFC 9110 5.6.7), or
/// nothing where the text is no such date.
APIDECK_DECL std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

/** How long a response asks to wait: `retry-after-ms`, else `Retry-After` in seconds or as a date.

    A date counts from the response's own `Date`, so that the two clocks need not agree, else from
    `wall_now`. A date in the past is a wait of zero. What can't be read is as if it were absent, and a
    number too large for a duration is the longest one.
*/
APIDECK_DECL std::optional<duration> retry_after(
    http::headers const& headers, std::chrono::system_clock::time_point wall_now);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/retry_after.ipp>
#endif

#endif
