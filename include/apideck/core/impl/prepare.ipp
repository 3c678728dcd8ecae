#ifndef APIDECK_CORE_IMPL_PREPARE_IPP
#define APIDECK_CORE_IMPL_PREPARE_IPP

#include <apideck/core/impl/option_checks.ipp>
#include <apideck/core/prepare.hpp>
#include <apideck/core/server_url.hpp>
#include <apideck/version.hpp>

#include <boost/version.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

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
