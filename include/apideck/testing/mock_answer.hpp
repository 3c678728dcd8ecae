#ifndef APIDECK_TESTING_MOCK_ANSWER_HPP
#define APIDECK_TESTING_MOCK_ANSWER_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/headers.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

/// What the mock does with a connection after an answer.
enum class mock_ending : std::uint8_t {
    keep_alive, ///< it stays open, unless the request or the answer says `Connection: close`
    close,      ///< TLS `close_notify`, then closed
    truncate,   ///< closed (TCP FIN) without `close_notify`
    reset,      ///< TCP RST; what the client has not yet received may be lost
    stall,      ///< no answer (but see `mock_answer::cut_after`), and open as long as the client is
};

/** What the mock does with one request.

    `mock_answer{}` is what the API itself would answer; each member changes one thing about it, so
    `{.delay = 50ms}` is the API's own answer, later.
*/
struct mock_answer {
    /// 0: status and body as the API itself would answer to this request, whatever `body` is.
    int status{};
    /// Besides `Request-Id`, `Content-Type`, `Content-Length` and `Connection`, which are added
    /// unless named here. With a `Transfer-Encoding`, `body` is sent as it is.
    http::headers headers{};
    /// The body; without effect if `status` is 0.
    std::string body{};
    /// `Content-Type`, unless `headers` has one. Empty: none.
    std::string content_type{"application/json"};
    /// Exactly these bytes in place of an HTTP response.
    std::optional<std::string> raw{};
    /// Send no more than so many bytes, then do what `ending` says (`keep_alive` means `close`).
    std::optional<std::size_t> cut_after{};
    /// What to do with the connection afterwards.
    mock_ending ending{};
    /// Wait, in real time, before the first byte.
    duration delay{};
    /// Send pieces of so many bytes, each in its own write and TLS record; 0: all at once.
    std::size_t piece_size{};
    /// Wait, before the first byte, for `mock_vault::release()`.
    bool hold{};
    /// Bytes that nobody asked for, sent right after the answer.
    std::string unsolicited{};

    /// A status and a body of JSON.
    [[nodiscard]] static mock_answer json(int status, std::string body)
    {
        return {.status = status, .body = std::move(body)};
    }
    /// Exactly these bytes.
    [[nodiscard]] static mock_answer bytes(std::string raw, mock_ending ending = {})
    {
        return {.raw = std::move(raw), .ending = ending};
    }
    /// No answer: the connection closes, as one whose server went away.
    [[nodiscard]] static mock_answer disconnect(mock_ending ending = mock_ending::truncate)
    {
        return {.cut_after = 0, .ending = ending};
    }
    /// No answer, and TCP RST.
    [[nodiscard]] static mock_answer reset() { return disconnect(mock_ending::reset); }
    /// No answer, and the connection stays open.
    [[nodiscard]] static mock_answer stall() { return {.ending = mock_ending::stall}; }
};

/// What the mock does with one connection, before any request.
enum class mock_fault : std::uint8_t {
    none,                  ///< it is served
    close_on_accept,       ///< closed at once
    reset_on_accept,       ///< TCP RST at once
    stall_handshake,       ///< accepted, and nothing more, as long as the client stays
    garbage_handshake,     ///< bytes that are neither TLS nor HTTP
    close_after_handshake, ///< TLS handshake, `close_notify` and FIN; without TLS only FIN
};

/// A request as it arrived.
struct mock_request {
    /// "POST".
    std::string method{};
    /// Path and query.
    std::string target{};
    /// In the order in which they arrived; several of one name stand together.
    http::headers headers{};
    /// The body.
    std::string body{};
    /// The connection it came on, counted from 1 in the order of acceptance.
    std::size_t connection{};
    /// The `Request-Id` of its answer.
    std::string request_id{};
    /// The name that the client asked for in the TLS handshake (SNI); empty without.
    std::string server_name{};
};

} // namespace apideck::testing

#endif
