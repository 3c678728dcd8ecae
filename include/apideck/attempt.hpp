#ifndef APIDECK_ATTEMPT_HPP
#define APIDECK_ATTEMPT_HPP

#include <apideck/stage.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace apideck {

/// The clock of all deadlines and timings: it never jumps.
using clock = std::chrono::steady_clock;
using duration = clock::duration;
using time_point = clock::time_point;

/// How long each stage of one attempt took; unset where the attempt did not get there (or, on a
/// reused connection, had no need to).
struct stage_times {
    std::optional<duration> queue{};
    std::optional<duration> resolve{};
    std::optional<duration> connect{};
    std::optional<duration> handshake{};
    std::optional<duration> write{};
    /// From the last byte of the request to the end of the answer's header fields.
    std::optional<duration> read_head{};
    std::optional<duration> read_body{};
};

/// Why another attempt follows one.
enum class retry_reason : std::uint8_t {
    none,           ///< it was the last
    backoff,        ///< the policy's back-off
    retry_after,    ///< the server named the time to wait
    new_connection, ///< a reused connection turned out to be dead; costs nothing of the policy
    new_key,        ///< the key was refused, and the provider had another; at most once a call
};

[[nodiscard]] constexpr std::string_view to_string(retry_reason r) noexcept
{
    constexpr std::string_view names[]
        = {"none", "backoff", "retry_after", "new_connection", "new_key"};
    return names[static_cast<std::uint8_t>(r)];
}

/// One attempt of a call: what it came to, and what followed. Holds nothing secret.
struct attempt {
    /// Counts from 1.
    unsigned number{1};
    /// The answer's status, where its head arrived.
    std::optional<int> status{};
    /// The server's `Request-Id`, to quote to Apideck's support; empty where there was none.
    std::string request_id{};
    /// Why no whole answer arrived; no error where one did.
    boost::system::error_code error{};
    /// The stage in which it ended.
    apideck::stage stage{};
    apideck::delivery delivery{};
    /// It went over a connection that an earlier call had used.
    bool reused_connection{};
    stage_times times{};
    /// From the start of the attempt to its end.
    duration total{};
    /// Why another attempt follows, and after what wait.
    retry_reason next{};
    duration wait{};
};

/// Prints one line: "attempt 1: 503, 12 ms, then backoff of 250 ms".
inline std::ostream& operator<<(std::ostream& out, attempt const& a)
{
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    out << "attempt " << a.number << ": ";
    if (a.error)
        out << a.error.message() << " (" << a.stage << ", delivered: " << a.delivery << ')';
    else if (a.status)
        out << *a.status;
    out << ", " << duration_cast<milliseconds>(a.total).count() << " ms";
    if (a.reused_connection)
        out << ", reused connection";
    if (!a.request_id.empty())
        out << ", request id " << a.request_id;
    if (a.next != retry_reason::none)
        out << ", then " << to_string(a.next);
    if (a.wait != duration::zero())
        out << " of " << duration_cast<milliseconds>(a.wait).count() << " ms";
    return out;
}

} // namespace apideck

#endif
