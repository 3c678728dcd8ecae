#ifndef APIDECK_CALL_OPTIONS_HPP
#define APIDECK_CALL_OPTIONS_HPP

#include <apideck/client_options.hpp>

#include <optional>
#include <string>
#include <vector>

namespace apideck {

/// What one call does differently from its client. An unset member: as the client's options say.
struct call_options {
    std::optional<std::string> consumer_id{};
    std::optional<std::string> app_id{};
    std::optional<std::string> server_url{};
    /// Sent besides the client's; one of the same name replaces the client's.
    header_list headers{};
    std::optional<duration> timeout{};
    std::optional<duration> attempt_timeout{};
    std::optional<duration> connect_timeout{};
    /// A whole policy: `retry_policy::none()` sends one request.
    std::optional<retry_policy> retries{};
    /// Replaces `status_codes` of whichever policy applies.
    std::optional<std::vector<int>> retry_codes{};
};

} // namespace apideck

#endif
