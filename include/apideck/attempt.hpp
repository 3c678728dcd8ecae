#ifndef APIDECK_ATTEMPT_HPP
#define APIDECK_ATTEMPT_HPP

#include <apideck/stage.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The clock of all deadlines and timings: it never jumps.
using clock = std::chrono::steady_clock;
/// A length of time. `std::chrono::seconds`, `300ms` and the like convert to it.
using duration = clock::duration;
/// A time of `clock`.
using time_point = clock::time_point;

/// How long each stage of one attempt took; unset where the attempt did not get there (or, on a
/// reused connection, had no need to). A stage that an error ended counts up to the error.
struct stage_times {
    /// Waiting for a connection of the pool.
    std::optional<duration> queue{};
    /// Looking up the server's name; next to nothing where its addresses were known.
    std::optional<duration> resolve{};
    /// Connecting by TCP, all addresses that were tried together.
    std::optional<duration> connect{};
    /// The proxy's answer, where there is a proxy.
    std::optional<duration> proxy{};
    /// The TLS handshake.
    std::optional<duration> handshake{};
    /// From composing the request until the last byte was handed to the system.
    std::optional<duration> write{};
    /// From the last byte of the request to the end of the answer's header fields.
    std::optional<duration> read_head{};
    /// From the end of the header fields to the end of the body.
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

/// The enumerator's name.
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
    /// Whether the request may have reached the server in this attempt.
    apideck::delivery delivery{};
    /// It went over a connection that an earlier call had used.
    bool reused_connection{};
    /// How long each stage took.
    stage_times times{};
    /// From the start of the attempt, the wait for a connection included, to its end.
    duration total{};
    /// Why another attempt follows; `none` where it was the last.
    retry_reason next{};
    /// The wait before the attempt that follows; zero where none does, or at once.
    duration wait{};
};

/// Prints one line: "attempt 1: 503, 12 ms, then backoff of 250 ms".
APIDECK_DECL std::ostream& operator<<(std::ostream& out, attempt const& a);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/attempt.ipp>
#endif

#endif
