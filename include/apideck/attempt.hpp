#ifndef APIDECK_ATTEMPT_HPP
#define APIDECK_ATTEMPT_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/headers.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The clock of all deadlines and timings: it never jumps.
using clock = std::chrono::steady_clock;
/// A length of time. `std::chrono::seconds`, `300ms` and the like convert to it.
using duration = clock::duration;
/// A time of `clock`.
using time_point = clock::time_point;

/// What a call is doing, in the order in which it does it.
enum class stage : std::uint8_t {
    prepare,   ///< nothing yet: options and arguments are checked
    api_key,   ///< asking the caller's provider for the key
    queue,     ///< waiting for a connection of the pool
    resolve,   ///< looking up the server's name
    connect,   ///< connecting by TCP
    proxy,     ///< asking the proxy for a tunnel to the server
    handshake, ///< the TLS handshake, verification of the certificate included
    write,     ///< sending the request
    read_head, ///< waiting for the answer's status and header fields
    read_body, ///< reading the answer's body
    wait,      ///< waiting before the next attempt
};

/// Whether a request may have reached the server, and so may have had its effect.
enum class delivery : std::uint8_t {
    never,     ///< no byte of it was handed to the network
    possibly,  ///< bytes were sent, and nothing came back
    certainly, ///< the server answered
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
/// @{
[[nodiscard]] constexpr std::string_view to_string(stage s) noexcept
{
    constexpr std::string_view names[] = {"prepare", "api_key", "queue", "resolve", "connect",
        "proxy", "handshake", "write", "read_head", "read_body", "wait"};
    return names[static_cast<std::uint8_t>(s)];
}
[[nodiscard]] constexpr std::string_view to_string(delivery d) noexcept
{
    constexpr std::string_view names[] = {"never", "possibly", "certainly"};
    return names[static_cast<std::uint8_t>(d)];
}
[[nodiscard]] constexpr std::string_view to_string(retry_reason r) noexcept
{
    constexpr std::string_view names[]
        = {"none", "backoff", "retry_after", "new_connection", "new_key"};
    return names[static_cast<std::uint8_t>(r)];
}
/// @}

/// Prints the enumerator's name.
/// @{
APIDECK_DECL std::ostream& operator<<(std::ostream& out, stage s);
APIDECK_DECL std::ostream& operator<<(std::ostream& out, delivery d);
/// @}

/// How long each stage of one attempt took; unset if the attempt did not get there (or, on a
/// reused connection, had no need to). A stage that an error ended counts up to the error.
struct stage_times {
    /// Waiting for a connection of the pool.
    std::optional<duration> queue{};
    /// Looking up the server's name; next to nothing if its addresses were known.
    std::optional<duration> resolve{};
    /// Connecting by TCP, all addresses that were tried together.
    std::optional<duration> connect{};
    /// The proxy's answer, if there is a proxy.
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

/// One attempt of a call: how it ended, and what followed. Holds nothing secret.
struct attempt {
    /// Counts from 1.
    unsigned number{1};
    /// The answer's status, if its head arrived.
    std::optional<int> status{};
    /// The server's `Request-Id`, to quote to Apideck's support; empty if there was none.
    std::string request_id{};
    /// Why no whole answer arrived; no error if one did.
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
    /// Why another attempt follows; `none` if it was the last.
    retry_reason next{};
    /// The wait before the attempt that follows; zero if none does, or at once.
    duration wait{};
};

/// Prints one line: "attempt 1: 503, 12 ms, then backoff of 250 ms".
APIDECK_DECL std::ostream& operator<<(std::ostream& out, attempt const& a);

/// The HTTP side of an answer.
struct http_info {
    /// The status of the last attempt.
    int status{};
    /// The header fields of the last attempt's answer. The key is replaced in them, and in an error
    /// a session's token and address too.
    http::headers headers{};
    /// `Request-Id` (else `x-request-id`), to quote to Apideck's support; empty if there is none.
    std::string request_id{};
    /// Every attempt of the call, in order.
    std::vector<attempt> attempts{};
};

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/attempt.ipp>
#endif

#endif
