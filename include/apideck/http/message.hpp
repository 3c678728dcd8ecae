#ifndef APIDECK_HTTP_MESSAGE_HPP
#define APIDECK_HTTP_MESSAGE_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/headers.hpp>

#include <boost/system/error_code.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/// The methods of the API's operations (RFC 9110 section 9, RFC 5789).
enum class method : std::uint8_t { get, post, put, patch, delete_ };

/// The method as it stands on the wire: "POST".
[[nodiscard]] constexpr std::string_view to_string(method m) noexcept
{
    constexpr std::string_view names[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<std::uint8_t>(m)];
}

/// A server: scheme, host and port (RFC 6454). The host of an IPv6 address has no brackets here.
struct origin {
    /// The scheme: `https`, else `http`.
    bool tls{true};
    /// A name or an address, as the URL has it.
    std::string host{};
    /// The port; 443 and 80 where the URL has none.
    std::uint16_t port{443};

    /// Orders member by member.
    friend std::strong_ordering operator<=>(origin const& a, origin const& b)
    {
        return std::tie(a.tls, a.host, a.port) <=> std::tie(b.tls, b.host, b.port);
    }
    /// Compares member by member.
    friend bool operator==(origin const&, origin const&) = default;
};

/// What requests of one kind have in common. Shared by them, so it holds nothing secret.
struct request_head {
    /// The method.
    http::method method{};
    /// The server to connect to.
    http::origin origin{};
    /// Path and query, beginning with `/`.
    std::string target{};
    /// All fields, `Host` included, but `Authorization`, and `Content-Length` and `Connection`,
    /// which belong to the connection.
    http::headers headers{};
};

/// A request as a transport gets it: checked, and complete but for what the connection adds.
struct request {
    /// Never null, and never changed.
    std::shared_ptr<request_head const> head{};
    /// The value of `Authorization`, to be sent beside the head's fields: a credential, shared so that
    /// there are no copies of it. Null where there is none to send.
    std::shared_ptr<std::string const> authorization{};
    /// The body; empty where there is none. Holds personal data.
    std::string body{};
};

/// An answer as a transport gives it.
struct response {
    /// The status of the final answer, never of an interim one (1xx); 0 where no head arrived.
    int status{};
    /// The header fields, without trailers.
    http::headers headers{};
    /// The body, without its transfer coding.
    std::string body{};
    /// The body went on beyond `limits::error_body` and was cut there.
    bool body_truncated{};
};

/// How much of an answer is taken. What is beyond `head` or `body` is not asked for again.
struct limits {
    /// Bytes of the status line and the header fields up to the body, interim answers (1xx)
    /// included; at least 1024. A larger one is a `connection_error`. The same holds for what stands
    /// between the contents of two chunks, and after the last.
    std::uint32_t head{32 * 1024};
    /// Bytes of the body of a 2xx answer. A larger one is a `connection_error`.
    std::uint64_t body{4 * 1024 * 1024};
    /// Bytes of any other body. A larger one is cut there, and its connection closed.
    std::uint64_t error_body{64 * 1024};
};

/// Which limit of time struck.
enum class time_limit : std::uint8_t {
    none,    ///< none did
    connect, ///< `connect_timeout`: resolve, connect, proxy and handshake
    attempt, ///< `attempt_timeout`: one attempt, from having a connection to the whole answer
    total,   ///< `timeout`: the whole call
};

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view to_string(time_limit t) noexcept
{
    constexpr std::string_view names[] = {"none", "connect", "attempt", "total"};
    return names[static_cast<std::uint8_t>(t)];
}

/// The limits of time of one exchange.
struct exchange_options {
    /// The call's deadline: the exchange ends by then, wherever it stands.
    time_point deadline{(time_point::max)()};
    /// For resolve, connect, proxy and handshake together, from when the pool gave a connection to open.
    duration connect_timeout{(duration::max)()};
    /// For the exchange, from when the pool gave a connection.
    duration attempt_timeout{(duration::max)()};
    /// Don't reuse a connection.
    bool fresh_connection{};
    /// Open the connection, to be kept for another exchange, and send nothing.
    bool connect_only{};
};

/// What came of one exchange.
struct exchange_result {
    /// Why there is no whole response; no error where there is one.
    boost::system::error_code error{};
    /// Which limit of time ended it, if one did.
    time_limit timed_out{};
    /// The stage in which it ended.
    apideck::stage stage{};
    /// Whether the request may have reached the server.
    apideck::delivery delivery{};
    /// It went over a connection that an earlier exchange had used.
    bool reused_connection{};
    /// The failure is one that another attempt would meet again: a certificate that does not
    /// verify, a server that speaks no TLS or refuses the client, an answer that is no HTTP or
    /// beyond a limit, a proxy that refuses.
    bool permanent{};
    /// More about the error: the TLS library's reason, or the limit that was passed.
    std::string reason{};
    /// The subject of the certificate that was refused; empty where none was.
    std::string certificate_subject{};
    /// The transport's option that can't be used ("tls.ca_file"), if that is why; `reason` says
    /// more.
    std::string wrong_option{};
    /// The answer; with an error, what of it arrived.
    http::response response{};
    /// How long each stage took.
    stage_times times{};
};

/// What came of opening connections in advance.
struct warm_up_result {
    /// Connections that are open now and were not before.
    std::size_t opened{};
    /// The first that failed; one without an error where none did.
    exchange_result failure{};
};

/// `t + d`, but never past the end of time.
[[nodiscard]] constexpr time_point saturating_add(time_point t, duration d) noexcept
{
    return d >= (time_point::max)() - t ? (time_point::max)() : t + d;
}

} // namespace apideck::http

#endif
