#ifndef APIDECK_CORE_IMPL_PREPARE_IPP
#define APIDECK_CORE_IMPL_PREPARE_IPP

#include <apideck/client_options.hpp>
#include <apideck/core/credential.hpp>
#include <apideck/core/prepare.hpp>
#include <apideck/core/server_url.hpp>
#include <apideck/error.hpp>
#include <apideck/http/headers.hpp>
#include <apideck/version.hpp>

#include <boost/version.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

/// Keeps the first thing that is wrong.
class checker {
public:
    explicit checker(std::optional<invalid_request_error>& refused) : refused_(refused) {}

    void refuse(std::string field, std::string reason)
    {
        if (!refused_ && !reason.empty())
            refused_ = invalid_request_error{std::move(field), std::move(reason)};
    }

    /// Check a field's value that must be there.
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

    /// @param codes The name of the option that the statuses came from.
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

inline constexpr std::string_view user_agent
    = "apideck-cpp/" APIDECK_VERSION " (Boost " BOOST_LIB_VERSION ")";

inline void add_headers(
    http::headers& out, header_list const& client, header_list const& call)
{
    for (auto const& general : client) {
        auto const same
            = [&](auto const& field) { return http::same_name(field.first, general.first); };
        if (std::none_of(call.begin(), call.end(), same))
            out.add(general.first, general.second);
    }
    for (auto const& [name, value] : call)
        out.add(name, value);
}

} // namespace detail

APIDECK_DECL invalid_request_error refuse_body(
    std::string_view argument, json::encode_error const& e)
{
    return {std::string(argument) + e.pointer, e.reason};
}

APIDECK_DECL call_plan make_plan(
    client_options const& client, call_options const& call, operation const& op, bool has_body)
{
    call_plan out;
    out.op = &op;
    out.timeout = call.timeout.value_or(client.timeout);
    out.attempt_timeout = call.attempt_timeout.value_or(client.attempt_timeout);
    out.connect_timeout = call.connect_timeout.value_or(client.connect_timeout);
    out.retries = call.retries ? *call.retries : client.retries;
    if (call.retry_codes)
        out.retries.status_codes = *call.retry_codes;
    std::string const& app_id = call.app_id ? *call.app_id : client.app_id;
    std::string const& consumer_id = call.consumer_id ? *call.consumer_id : client.consumer_id;

    detail::checker check(out.refused);
    check.required("app_id", app_id);
    check.required("consumer_id", consumer_id);
    check.refuse("user_agent_suffix", check_field_value(client.user_agent_suffix));
    check.positive("timeout", out.timeout);
    check.positive("attempt_timeout", out.attempt_timeout);
    check.positive("connect_timeout", out.connect_timeout);
    check.policy(out.retries, call.retry_codes ? "retry_codes" : "retries.status_codes");
    detail::check_headers(check, client.headers);
    detail::check_headers(check, call.headers);
    detail::check_limits(check, client);
    auto url = parse_server_url(call.server_url ? *call.server_url : client.server_url);
    if (!url)
        check.refuse(url.error().option, url.error().reason);
    else if (!url->origin.tls && !client.allow_plain_http)
        check.refuse("server_url", "is not https, and allow_plain_http is off");
    if (out.refused)
        return out;

    out.head.method = op.verb;
    out.head.target = std::move(url->path.append(op.path));
    http::headers& headers = out.head.headers;
    headers.reserve(384); // most fit
    headers.add("Host", host_field(url->origin));
    out.head.origin = std::move(url->origin);
    headers.add("x-apideck-app-id", app_id);
    headers.add("x-apideck-consumer-id", consumer_id);
    headers.add("Accept", "application/json");
    if (client.user_agent_suffix.empty())
        headers.add("User-Agent", detail::user_agent);
    else
        headers.add("User-Agent", std::string(detail::user_agent) + ' ' + client.user_agent_suffix);
    detail::add_headers(headers, client.headers, call.headers);
    if (has_body)
        headers.add("Content-Type", "application/json");
    return out;
}

APIDECK_DECL prepared_call::prepared_call(std::shared_ptr<call_plan const> p)
    : plan(std::move(p)), request{.head = {plan, &plan->head}}
{}

APIDECK_DECL prepared_call::prepared_call(prepared_call const&) = default;
APIDECK_DECL prepared_call::prepared_call(prepared_call&&) noexcept = default;
APIDECK_DECL prepared_call& prepared_call::operator=(prepared_call const&) = default;
APIDECK_DECL prepared_call& prepared_call::operator=(prepared_call&&) noexcept = default;
APIDECK_DECL prepared_call::~prepared_call() = default;

APIDECK_DECL void prepared_call::refuse(invalid_request_error e)
{
    auto refused = std::make_shared<call_plan>(*plan);
    refused->refused = std::move(e);
    *this = prepared_call(std::move(refused));
}

} // namespace apideck::core

#endif
