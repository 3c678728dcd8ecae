#ifndef APIDECK_CORE_FAILURE_HPP
#define APIDECK_CORE_FAILURE_HPP

#include <apideck/error.hpp>
#include <apideck/http/message.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// The error that an exchange without a whole answer is, for its caller.
inline error::variant_type describe_failure(http::exchange_result& r)
{
    if (!r.wrong_option.empty())
        return invalid_request_error{std::move(r.wrong_option), std::move(r.reason)};
    if (r.timed_out != http::time_limit::none)
        return timeout_error{r.timed_out, r.stage};
    return connection_error{
        r.stage, r.error, std::move(r.reason), std::move(r.certificate_subject)};
}

} // namespace apideck::core

#endif
