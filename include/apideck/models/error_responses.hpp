#ifndef APIDECK_MODELS_ERROR_RESPONSES_HPP
#define APIDECK_MODELS_ERROR_RESPONSES_HPP

#include <apideck/json/print.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** The fields that every error body of the API may have (OpenAPI schema `UnexpectedErrorResponse`).

    The API promises none of them: a member is unset if the body lacks it or has it in another type.
    The texts are the server's and may quote what was sent; only `error`, `type_name` and `ref` are
    printed.
*/
struct UnexpectedErrorResponse {
    /// The status as the body repeats it.
    std::optional<std::int64_t> status_code{};
    /// The status in words, such as "Bad Request".
    std::optional<std::string> error{};
    /// What went wrong, to branch on: "RequestValidationError", "UnauthorizedError", ...
    std::optional<std::string> type_name{};
    /// What went wrong, for a person.
    std::optional<std::string> message{};
    /// More about it: a text or an object by the schema, but any JSON is kept.
    std::optional<boost::json::value> detail{};
    /// Address of the documentation of this error type.
    std::optional<std::string> ref{};

    /// Compares member by member.
    friend bool operator==(
        UnexpectedErrorResponse const&, UnexpectedErrorResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(
    UnexpectedErrorResponse, (), (status_code, error, type_name, message, detail, ref))
template <>
inline constexpr bool detail::is_model<UnexpectedErrorResponse> = true;

/// The server's free texts may quote what was sent, so they are not printed.
constexpr bool may_print(UnexpectedErrorResponse const*, std::string_view member) noexcept
{
    return member == "status_code" || member == "error" || member == "type_name" || member == "ref";
}

/// An error of the connector behind the API, as it reported it (OpenAPI: items of
/// `BadRequestResponse.downstream_errors`). Not printed.
struct DownstreamError {
    /// What went wrong, in the connector's words.
    std::optional<std::string> message{};
    /// More about it.
    std::optional<std::string> detail{};
    /// The connector's own code of the error.
    std::optional<std::string> code{};

    /// Compares member by member.
    friend bool operator==(DownstreamError const&, DownstreamError const&) = default;
};
BOOST_DESCRIBE_STRUCT(DownstreamError, (), (message, detail, code))
template <>
inline constexpr bool detail::is_model<DownstreamError> = true;

/// 400: the request is wrong.
struct BadRequestResponse : UnexpectedErrorResponse {
    /// Set when `type_name` is "ConnectorExecutionError".
    std::optional<std::vector<DownstreamError>> downstream_errors{};

    /// Compares member by member.
    friend bool operator==(BadRequestResponse const&, BadRequestResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(BadRequestResponse, (UnexpectedErrorResponse), (downstream_errors))
template <>
inline constexpr bool detail::is_model<BadRequestResponse> = true;

/// 401: the API key or the application id is not accepted.
struct UnauthorizedResponse : UnexpectedErrorResponse {
    /// Compares member by member.
    friend bool operator==(UnauthorizedResponse const&, UnauthorizedResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(UnauthorizedResponse, (UnexpectedErrorResponse), ())
template <>
inline constexpr bool detail::is_model<UnauthorizedResponse> = true;

/// 402: the plan's limit of requests is reached.
struct PaymentRequiredResponse : UnexpectedErrorResponse {
    /// Compares member by member.
    friend bool operator==(
        PaymentRequiredResponse const&, PaymentRequiredResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(PaymentRequiredResponse, (UnexpectedErrorResponse), ())
template <>
inline constexpr bool detail::is_model<PaymentRequiredResponse> = true;

/// 404: what the request names does not exist.
struct NotFoundResponse : UnexpectedErrorResponse {
    /// Compares member by member.
    friend bool operator==(NotFoundResponse const&, NotFoundResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(NotFoundResponse, (UnexpectedErrorResponse), ())
template <>
inline constexpr bool detail::is_model<NotFoundResponse> = true;

/// 422: the request is well formed, but can't be done.
struct UnprocessableResponse : UnexpectedErrorResponse {
    /// Compares member by member.
    friend bool operator==(UnprocessableResponse const&, UnprocessableResponse const&) = default;
};
BOOST_DESCRIBE_STRUCT(UnprocessableResponse, (UnexpectedErrorResponse), ())
template <>
inline constexpr bool detail::is_model<UnprocessableResponse> = true;

} // namespace apideck

#endif
