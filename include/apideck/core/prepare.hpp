#ifndef APIDECK_CORE_PREPARE_HPP
#define APIDECK_CORE_PREPARE_HPP

#include <apideck/call_options.hpp>
#include <apideck/error.hpp>
#include <apideck/http/message.hpp>
#include <apideck/json/text.hpp>
#include <apideck/retry_policy.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// What tells one operation of the API from another. An operation is data: the way from arguments
/// to result exists once, in `call`.
struct operation {
    /// As callers know it, such as "vault.sessions.create".
    std::string_view id;
    http::method verb;
    std::string_view path;
    /// A second execution does no harm: a request that may have been received may be sent again.
    bool repeatable;
    /// The status that comes with the promised body; any other is an error.
    int success;
};

/// What calls of one operation with the same options have in common. Never changes once made.
struct call_plan {
    operation const* op{};
    http::request_head head{};
    duration timeout{};
    duration attempt_timeout{};
    duration connect_timeout{};
    retry_policy retries{};
    /// Why nothing can be sent, if so: the first finding. The head is empty then.
    std::optional<invalid_request_error> refused{};
};

/// Check and merge options.
/// @param has_body Whether the request has a body, maybe an empty one.
APIDECK_DECL call_plan make_plan(
    client_options const& client, call_options const& call, operation const& op, bool has_body);

/// Everything that a call needs of its arguments, so that none of them has to live on.
struct prepared_call {
    APIDECK_DECL explicit prepared_call(std::shared_ptr<call_plan const> plan);
    // Not inline, for each unit that makes a call would compile them.
    APIDECK_DECL prepared_call(prepared_call const&);
    APIDECK_DECL prepared_call(prepared_call&&) noexcept;
    APIDECK_DECL prepared_call& operator=(prepared_call const&);
    APIDECK_DECL prepared_call& operator=(prepared_call&&) noexcept;
    APIDECK_DECL ~prepared_call();

    /// Make the call end with this error.
    APIDECK_DECL void refuse(invalid_request_error e);

    std::shared_ptr<call_plan const> plan;
    /// With the plan's head; complete but for `authorization`, which each attempt sets.
    http::request request;
};

/// What an encoder found, as an error that names the place within `argument`: "session/theme/logo".
APIDECK_DECL invalid_request_error refuse_body(
    std::string_view argument, json::encode_error const& e);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/prepare.ipp>
#endif

#endif
