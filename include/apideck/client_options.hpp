#ifndef APIDECK_CLIENT_OPTIONS_HPP
#define APIDECK_CLIENT_OPTIONS_HPP

#include <apideck/api_key.hpp>
#include <apideck/attempt.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/transport_options.hpp>
#include <apideck/observer.hpp>
#include <apideck/retry_policy.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace apideck {

/// Header fields that a caller adds: names and values.
using header_list = std::vector<std::pair<std::string, std::string>>;

/** What a client is made with.

    Options are checked when a call is made: each call with options that can't make a request
    ends in an `invalid_request_error` that names the member.
*/
struct client_options {
    /// Required.
    apideck::api_key api_key{};
    /// `x-apideck-app-id`. Required, here or in the call.
    std::string app_id{};
    /// `x-apideck-consumer-id`. Required, here or in the call.
    std::string consumer_id{};
    /// `https://host[:port][/path]`; the operation's path is appended.
    std::string server_url{"https://unify.apideck.com"};
    /// Take an `http://` server URL, over which the key and the tokens travel in the clear. For tests.
    bool allow_plain_http{false};

    /// For a whole call: waiting for a connection, every attempt and every wait included.
    duration timeout{std::chrono::seconds(60)};
    /// For one attempt, from having a connection to the end of the answer.
    duration attempt_timeout{std::chrono::seconds(20)};
    /// For opening a connection: resolve, connect and TLS handshake together.
    duration connect_timeout{std::chrono::seconds(10)};
    retry_policy retries{};

    /// Sent with every call. Those that the SDK sets itself are refused: they have options.
    header_list headers{};
    /// Appended to the SDK's `User-Agent`, as `my-app/1.2`. Unset: nothing is.
    std::string user_agent_suffix{};

    http::tls_options tls{};
    http::pool_options pool{};
    http::limits limits{};
    /// Looks up names in place of Asio's resolver. Unset: `getaddrinfo`, in Asio's own
    /// thread, but for `localhost`, which is loopback (RFC 6761).
    http::resolve_function resolve{};
    apideck::observer observer{};

    /** Options with `api_key`, `app_id` and `consumer_id` from the environment variables
        `APIDECK_API_KEY`, `APIDECK_APP_ID` and `APIDECK_CONSUMER_ID`; what is not set there is left
        unset. Reads the environment, so no other thread may change it meanwhile. */
    [[nodiscard]] static APIDECK_DECL client_options from_environment();
};

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/client_options.ipp>
#endif

#endif
