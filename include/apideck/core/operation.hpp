#ifndef APIDECK_CORE_OPERATION_HPP
#define APIDECK_CORE_OPERATION_HPP

#include <apideck/http/message.hpp>

#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// What tells one operation of the API from another. An operation is data: the way from arguments
/// to result exists once, in `call`.
struct operation {
    /// As callers know it, such as "vault.sessions.create".
    std::string_view id;
    http::method verb;
    std::string_view path;
    /// A second execution does no harm, so it may be sent again after it may have been received.
    bool repeatable;
    /// The status that comes with the promised body; any other is an error.
    int success;
};

} // namespace apideck::core

#endif
