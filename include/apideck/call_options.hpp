#ifndef APIDECK_CALL_OPTIONS_HPP
#define APIDECK_CALL_OPTIONS_HPP

#include <apideck/client_options.hpp>

#include <optional>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** What one call does differently from its client. An unset member leaves it as the client's options
    say, which describe each. An option that can't be used ends the call with an
    `invalid_request_error` that names the member, and nothing is sent. The options are read before the
    call returns, and need not live on. */
struct call_options {
    /// `x-apideck-consumer-id`: whom the call is for.
    std::optional<std::string> consumer_id{};
    /// `x-apideck-app-id`.
    std::optional<std::string> app_id{};
    /// Another server, with a pool of connections of its own. The key is sent to it.
    std::optional<std::string> server_url{};
    /// Sent besides the client's; one of the same name (in any case) replaces the client's.
    header_list headers{};
    /// For the whole call.
    std::optional<duration> timeout{};
    /// For each attempt.
    std::optional<duration> attempt_timeout{};
    /// For opening a connection.
    std::optional<duration> connect_timeout{};
    /// A whole policy, no member of which comes from the client's: `retry_policy::none()` sends one
    /// request.
    std::optional<retry_policy> retries{};
    /// Replaces `status_codes` of whichever policy applies; each from 300 to 599. Empty: no status
    /// is retried.
    std::optional<std::vector<int>> retry_codes{};
};

} // namespace apideck

#endif
