#ifndef APIDECK_CORE_PREPARE_HPP
#define APIDECK_CORE_PREPARE_HPP

#include <apideck/call_options.hpp>
#include <apideck/core/operation.hpp>
#include <apideck/error.hpp>
#include <apideck/http/message.hpp>
#include <apideck/json/text.hpp>
#include <apideck/retry_policy.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace apideck::core {

/// Everything that a call needs of its arguments, so that none of them has to live on.
struct prepared_call {
    operation const* op{};
    /// Complete but for `Authorization`, which each attempt adds.
    http::request request{};
    duration timeout{};
    duration attempt_timeout{};
    duration connect_timeout{};
    retry_policy retries{};
    /// Why nothing can be sent, if so.
    std::optional<invalid_request_error> refused{};
};

/** Check and merge options and body into a request. `body` is absent where there is none, which
    is not the same as an empty one. The first thing found wrong is in `refused`. */
APIDECK_DECL prepared_call prepare(client_options const& client, call_options const& call,
    operation const& op, std::optional<std::string> body);

/// What an encoder found, as an error that names the place within `argument`: "session/theme/logo".
APIDECK_DECL invalid_request_error refuse_body(
    std::string_view argument, json::encode_error const& e);

/// Why a text can't be a header field's value (RFC 9110 5.5: visible ASCII and inner blanks), or
/// an empty text where it can.
APIDECK_DECL std::string check_field_value(std::string_view value);

/// The value of `Authorization` for a key, "Bearer " added unless it is there.
APIDECK_DECL std::string authorization(std::string_view key);

/// What of a key must not be repeated in any text: it without its scheme. Nothing of a text shorter than
/// eight characters, which is a test's: to replace it would spoil an answer that holds it by chance
/// ("json" in a content type).
APIDECK_DECL std::string_view secret_of(std::string_view key);

/// Why a key can't be sent, or an empty text where it can.
APIDECK_DECL std::string check_key(std::string_view key);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/prepare.ipp>
#endif

#endif
