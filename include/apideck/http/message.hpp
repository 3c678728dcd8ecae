#ifndef APIDECK_HTTP_MESSAGE_HPP
#define APIDECK_HTTP_MESSAGE_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/headers.hpp>
#include <apideck/stage.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace apideck::http {

enum class method : std::uint8_t { get, post, put, patch, delete_ };

[[nodiscard]] constexpr std::string_view to_string(method m) noexcept
{
    constexpr std::string_view names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<std::uint8_t>(m)];
}

/// A server: scheme, host and port (RFC 6454). The host of an IPv6 address has no brackets here.
struct origin {
    bool tls{true};
    std::string host{};
    std::uint16_t port{443};

    friend auto operator<=>(origin const&, origin const&) = default;
};

/// A request as a transport gets it: checked, and complete but for what the connection adds.
struct request {
    http::method method{};
    http::origin origin{};
    /// Path and query, beginning with `/`.
    std::string target{};
    /// All fields but `Content-Length` and `Connection`, which belong to the connection.
    http::headers headers{};
    std::string body{};
};

struct response {
    int status{};
    http::headers headers{};
    std::string body{};
    /// The body went on beyond `limits::error_body` and was cut there.
    bool body_truncated{};
};

/// How much of an answer is taken.
struct limits {
    /// Bytes of the status line and the header fields; at least 1024.
    std::uint32_t head{32 * 1024};
    /// Bytes of the body of a 2xx answer. A larger one is a `connection_error`.
    std::uint64_t body{4 * 1024 * 1024};
    /// Bytes of any other body. A larger one is cut there, and its connection closed.
    std::uint64_t error_body{64 * 1024};
};

/// Which limit of time struck.
enum class time_limit : std::uint8_t {
    none,
    connect, ///< `connect_timeout`: resolve, connect and handshake
    attempt, ///< `attempt_timeout`: one attempt, from having a connection to the whole answer
    total,   ///< `timeout`: the whole call
};

[[nodiscard]] constexpr std::string_view to_string(time_limit t) noexcept
{
    constexpr std::string_view names[] = {"none", "connect", "attempt", "total"};
    return names[static_cast<std::uint8_t>(t)];
}

/// The limits of time of one exchange.
struct exchange_options {
    /// The call's deadline: the exchange ends by then, wherever it stands.
    time_point deadline{time_point::max()};
    /// For resolve, connect and handshake together, from when the pool gave a connection to open.
    duration connect_timeout{duration::max()};
    /// For the exchange, from when the pool gave a connection.
    duration attempt_timeout{duration::max()};
    /// Don't reuse a connection.
    bool fresh_connection{};
};

/// What came of one exchange.
struct exchange_result {
    /// Why there is no whole response; no error where there is one.
    boost::system::error_code error{};
    /// Which limit of time ended it, if one did.
    time_limit timed_out{};
    /// The stage in which it ended.
    apideck::stage stage{};
    apideck::delivery delivery{};
    bool reused_connection{};
    /// The failure is one that another attempt would meet again: a certificate that does not
    /// verify, an answer that is no HTTP or beyond a limit.
    bool permanent{};
    /// More about the error: the TLS library's reason, or the limit that was passed.
    std::string reason{};
    /// The subject of the certificate that was refused.
    std::string certificate_subject{};
    /// The transport's option that can't be used ("tls.ca_file"), if that is why; `reason` says more.
    std::string wrong_option{};
    http::response response{};
    stage_times times{};
};

/// `t + d`, but never past the end of time.
[[nodiscard]] constexpr time_point saturating_add(time_point t, duration d) noexcept
{
    return d >= time_point::max() - t ? time_point::max() : t + d;
}

} // namespace apideck::http

#endif
