#ifndef APIDECK_CORE_ANSWER_HPP
#define APIDECK_CORE_ANSWER_HPP

#include <apideck/core/redact.hpp>
#include <apideck/core/retry_after.hpp>
#include <apideck/error.hpp>
#include <apideck/http/message.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/result.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// A whole HTTP answer and what is known about its call.
struct answer {
    http_info http{};
    std::string body{};
    bool body_truncated{};
    /// `limits::error_body`: how much of the body an error keeps.
    std::uint64_t most_error_body{64 * 1024};
    /// The part of the key that no error may repeat; a view into what outlives the answer.
    std::string_view key{};
};

namespace detail {

/// The header fields of an answer that becomes an error: a redirect may name a session's address.
inline http::headers redacted_headers(http::headers const& fields, std::string_view key)
{
    http::headers out;
    for (auto const [name, value] : fields) {
        std::string clean_name(name), clean_value(value);
        redact(clean_name, key);
        redact(clean_value, key);
        out.add(clean_name, clean_value);
    }
    return out;
}

inline error::context make_context(answer&& a)
{
    // A success may have a longer body than an error keeps. Cut first: the rest costs nothing more.
    if (a.body.size() > a.most_error_body) {
        a.body.resize(a.most_error_body);
        a.body_truncated = true;
    }
    redact(a.body, a.key);
    error::context out;
    out.http = std::move(a.http);
    out.http.headers = redacted_headers(out.http.headers, a.key);
    out.delivery = delivery::certainly;
    out.body = std::move(a.body);
    out.body_truncated = a.body_truncated;
    out.retry_after = retry_after(out.http.headers, std::chrono::system_clock::now());
    return out;
}

/// The fields of an error's body; none if it is no JSON object. Read as those of a 400, which has all
/// that the others have.
inline BadRequestResponse read_fields(std::string_view body)
{
    auto fields = json::decode_text<BadRequestResponse>(body, json::reading::lenient);
    return fields ? std::move(*fields) : BadRequestResponse{};
}

} // namespace detail

/// The server's id of a request, or an empty text if it gives none.
inline std::string request_id(http::headers const& headers)
{
    auto id = headers.find("Request-Id");
    if (!id)
        id = headers.find("X-Request-Id");
    return std::string(id.value_or(std::string_view()));
}

/// The error of an answer whose status is not the operation's success.
inline error to_api_error(answer&& a)
{
    auto context = detail::make_context(std::move(a));
    auto fields = detail::read_fields(context.body);
    UnexpectedErrorResponse& common = fields;
    int const status = context.http.status;
    switch (status) {
    case 400: return {std::move(fields), std::move(context)};
    case 401: return {UnauthorizedResponse{std::move(common)}, std::move(context)};
    case 402: return {PaymentRequiredResponse{std::move(common)}, std::move(context)};
    case 404: return {NotFoundResponse{std::move(common)}, std::move(context)};
    case 422: return {UnprocessableResponse{std::move(common)}, std::move(context)};
    default: return {api_error{std::move(common), status}, std::move(context)};
    }
}

/// The error of a success whose body is not what the API promises.
inline error to_validation_error(answer&& a, json::decode_error e)
{
    redact(e.found, a.key);
    response_validation_error wrong{
        std::move(e.pointer), std::move(e.expected), std::move(e.found)};
    return {std::move(wrong), detail::make_context(std::move(a))};
}

/// The error of a success that memory ran out for.
inline error make_memory_error()
{
    error::context context;
    context.delivery = delivery::certainly;
    return {connection_error{stage::read_body, boost::asio::error::no_memory}, std::move(context)};
}

/// What is wrong with the `Content-Type` or `Content-Encoding` of an answer that must be JSON, or
/// nothing.
inline std::optional<json::decode_error> check_content(http::headers const& headers)
{
    auto const coding = headers.find("Content-Encoding");
    if (coding && !http::same_name(*coding, "identity"))
        return json::decode_error{
            {}, "no content coding, for none was asked for", std::string(*coding)};
    auto const field = headers.find("Content-Type");
    if (!field)
        return json::decode_error{{}, "content type application/json", "no content type"};
    auto type = field->substr(0, field->find(';'));
    while (type.ends_with(' ') || type.ends_with('\t'))
        type.remove_suffix(1);
    auto const structured
        = [&] { return type.size() > 5 && http::same_name(type.substr(type.size() - 5), "+json"); };
    if (http::same_name(type, "application/json") || structured())
        return std::nullopt;
    return json::decode_error{{}, "content type application/json", std::string(type)};
}

/// A success as the model that the API promises, or as an error.
template <class Model>
result<apideck::response<Model>> read_success(answer&& a)
{
    result<apideck::response<Model>> out(
        boost::system::in_place_value); // returned by every path, so that it is not moved
    try {
        auto wrong = check_content(a.http.headers);
        if (!wrong)
            wrong = json::decode_to<Model>(*out, a.body);
        if (wrong)
            out = to_validation_error(std::move(a), std::move(*wrong));
        else
            out->http = std::move(a.http);
    } catch (std::bad_alloc const&) {
        out = make_memory_error();
    }
    return out;
}

/// The error of an exchange without a whole answer.
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
