#ifndef APIDECK_CLIENT_OPTIONS_HPP
#define APIDECK_CLIENT_OPTIONS_HPP

#include <apideck/api_key.hpp>
#include <apideck/attempt.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/transport_options.hpp>
#include <apideck/observer.hpp>
#include <apideck/retry_policy.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// Header fields that a caller adds: names and values.
using header_list = std::vector<std::pair<std::string, std::string>>;

/** What a client is made with.

    A call checks the options: if they can't make a request it ends with an `invalid_request_error`
    that names the member. A client keeps a copy, which does not change; for other options make
    another client.
*/
struct client_options {
    /// The API key, or a function that gives it. Required.
    apideck::api_key api_key{};
    /// `x-apideck-app-id`. Required, here or in the call (OpenAPI parameter `applicationId`).
    std::string app_id{};
    /// `x-apideck-consumer-id`: whom calls are for; mostly set for each call. Required, here or in
    /// the call (OpenAPI parameter `consumerId`).
    std::string consumer_id{};
    /// `https://host[:port][/path]` (RFC 3986), to which the operation's path is appended. User
    /// information, query and fragment are refused, as is anything but ASCII.
    std::string server_url{"https://unify.apideck.com"};
    /// Take an `http://` server URL, over which the key and the tokens travel in the clear. For
    /// tests.
    bool allow_plain_http{false};

    /// For a whole call: asking for the key, waiting for a connection, every attempt and every wait
    /// included. Longer than zero, as are the next two; the limit that comes first ends the call.
    duration timeout{std::chrono::seconds(60)};
    /// For one attempt, from having a connection (or the right to open one) to the end of the
    /// answer.
    duration attempt_timeout{std::chrono::seconds(20)};
    /// For opening a connection: resolve, connect, the proxy's answer and TLS handshake together.
    duration connect_timeout{std::chrono::seconds(10)};
    /// When a call is tried again. By default 4 attempts at most; see `retry_policy`.
    retry_policy retries{};
    /// For all calls of the client together. Unset: only the policies limit retries.
    std::optional<apideck::retry_budget> retry_budget{apideck::retry_budget{}};

    /// Sent with every call, in this order. Those that the SDK or the connection sets are refused,
    /// as is what can't stand in a field (RFC 9110 section 5).
    header_list headers{};
    /// Appended to the SDK's `User-Agent`, as `my-app/1.2`. Empty: nothing is.
    std::string user_agent_suffix{};

    /// How the server's certificate is verified. By default against the system's roots.
    http::tls_options tls{};
    /// How connections are kept. By default 64 to one server, used again within 30 s.
    http::pool_options pool{};
    /// How much of an answer is taken. By default 4 MiB of a success.
    http::limits limits{};
    /// How addresses are found and connected to. By default kept for 30 s, and tried 250 ms apart.
    http::connect_options connect{};
    /// Unset: none. The environment is read by `from_environment` alone, never by a client.
    http::proxy_options proxy{};
    /// Looks up names in place of Asio's resolver. Empty: `getaddrinfo`, in Asio's own thread, but
    /// for `localhost`, which is loopback (RFC 6761 section 6.3). Not asked if the server URL has an
    /// address. Answers hold for `connect.resolve_ttl`.
    http::resolve_function resolve{};
    /// Is told of each attempt, and gets lines for a log. Empty: nobody is.
    apideck::observer observer{};

    /** Options with `api_key`, `app_id` and `consumer_id` from the environment variables
        `APIDECK_API_KEY`, `APIDECK_APP_ID` and `APIDECK_CONSUMER_ID`, and `proxy` from `https_proxy`
        and `no_proxy`, or else the same in capitals, as curl has it; what is not set there is left
        unset. Reads the environment, so no other thread may change it meanwhile. */
    [[nodiscard]] static APIDECK_DECL client_options from_environment();
};

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/client_options.ipp>
#endif

#endif
