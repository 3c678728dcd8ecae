#ifndef APIDECK_CORE_IMPL_OPTION_CHECKS_IPP
#define APIDECK_CORE_IMPL_OPTION_CHECKS_IPP

// What options a call can't be made with.

#include <apideck/client_options.hpp>
#include <apideck/core/credential.hpp>
#include <apideck/error.hpp>
#include <apideck/http/headers.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core::detail {

/// Collects what is wrong: the first finding stays.
class checker {
public:
    explicit checker(std::optional<invalid_request_error>& refused) : refused_(refused) {}

    void refuse(std::string field, std::string reason)
    {
        if (!refused_ && !reason.empty())
            refused_ = invalid_request_error{std::move(field), std::move(reason)};
    }

    /// A field's value that must be there.
    void required(char const* field, std::string_view value)
    {
        if (value.empty())
            refuse(field, "is required, in the client's options or the call's");
        else
            refuse(field, check_field_value(value));
    }

    void positive(char const* field, duration d)
    {
        if (d <= duration::zero())
            refuse(field, "must be longer than zero");
    }

    /// @param codes The option that the statuses came from.
    void policy(retry_policy const& p, std::string const& codes)
    {
        if (p.initial_interval < duration::zero())
            refuse("retries.initial_interval", "must not be negative");
        if (p.max_interval < duration::zero())
            refuse("retries.max_interval", "must not be negative");
        if (p.max_elapsed_time < duration::zero())
            refuse("retries.max_elapsed_time", "must not be negative");
        if (!(p.exponent >= 1) || !std::isfinite(p.exponent))
            refuse("retries.exponent", "must be a finite number of at least 1");
        if (p.max_attempts == 0)
            refuse("retries.max_attempts", "must be at least 1");
        for (std::size_t i = 0; i != p.status_codes.size(); ++i)
            if (p.status_codes[i] < 300 || p.status_codes[i] > 599)
                refuse(codes + '[' + std::to_string(i) + ']',
                    "must be a status from 300 to 599");
    }

private:
    std::optional<invalid_request_error>& refused_;
};

inline std::string check_field_name(std::string_view name)
{
    // Fields that the SDK or the connection sets, and where to set them instead.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> owned{{
        {"authorization", "is set from api_key"},
        {"proxy-authorization", "is set from proxy.url, and sent to the proxy alone"},
        {"x-apideck-app-id", "is set from app_id"},
        {"x-apideck-consumer-id", "is set from consumer_id"},
        {"user-agent", "is set by the SDK; see user_agent_suffix"},
        {"host", "is set from server_url"},
        {"accept", "is set by the SDK"},
        {"accept-encoding", "would ask for an answer that the SDK does not read"},
        {"content-type", "is set by the SDK"},
        {"content-length", "is set by the connection"},
        {"transfer-encoding", "is set by the connection"},
        {"connection", "is set by the connection"},
        {"expect", "is not supported"},
        {"upgrade", "is not supported"},
        {"trailer", "is not supported"},
    }};
    if (name.empty())
        return "is empty";
    for (std::size_t i = 0; i != name.size(); ++i)
        if (char const c = name[i]; c <= ' ' || c >= 0x7F
            || std::string_view("\"(),/:;<=>?@[\\]{}").find(c) != std::string_view::npos)
            return "byte " + std::to_string(i) + " can't be in the name of a header field";
    for (auto const& [field, reason] : owned)
        if (http::same_name(name, field))
            return std::string(reason);
    return {};
}

inline void check_headers(checker& check, header_list const& list)
{
    for (std::size_t i = 0; i != list.size(); ++i) {
        std::string const field = "headers[" + std::to_string(i) + "].";
        check.refuse(field + "name", check_field_name(list[i].first));
        check.refuse(field + "value", check_field_value(list[i].second));
    }
}

inline void check_limits(checker& check, client_options const& options)
{
    if (options.limits.head < 1024)
        check.refuse("limits.head", "must be at least 1024");
    if (options.limits.body == 0)
        check.refuse("limits.body", "must be at least 1");
    if (options.limits.error_body == 0)
        check.refuse("limits.error_body", "must be at least 1");
    if (options.pool.max_connections == 0)
        check.refuse("pool.max_connections", "must be at least 1");
    if (auto const& budget = options.retry_budget) {
        if (!(budget->ratio >= 0) || !std::isfinite(budget->ratio))
            check.refuse("retry_budget.ratio", "must be a finite number that is not negative");
        if (!(budget->reserve >= budget->ratio) || !std::isfinite(budget->reserve))
            check.refuse("retry_budget.reserve", "must be a finite number of at least ratio");
        if (budget->interval < duration::zero())
            check.refuse("retry_budget.interval", "must not be negative");
    }
    if (options.connect.attempt_delay < std::chrono::milliseconds(10))
        check.refuse("connect.attempt_delay", "must be at least 10 ms");
    if (options.connect.resolve_ttl < duration::zero())
        check.refuse("connect.resolve_ttl", "must not be negative");
    if (options.pool.idle_timeout < duration::zero())
        check.refuse("pool.idle_timeout", "must not be negative");
}

} // namespace apideck::core::detail

#endif
