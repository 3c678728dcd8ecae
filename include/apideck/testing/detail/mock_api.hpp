#ifndef APIDECK_TESTING_DETAIL_MOCK_API_HPP
#define APIDECK_TESTING_DETAIL_MOCK_API_HPP

#include <apideck/http/headers.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/models/session.hpp>
#include <apideck/testing/detail/mock_page.hpp>
#include <apideck/testing/detail/mock_token.hpp>
#include <apideck/testing/mock_answer.hpp>

#include <boost/beast/http/status.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// Where the mock serves the pages of sessions; the token follows.
inline constexpr std::string_view session_path = "/session/";

/// The members of `mock_vault_options` that its API knows.
struct mock_api_options {
    std::string api_key{};
    std::string session_uri_base{};
};

/// "30m", "1h", "7d" in seconds. The API's documents show these; what else it takes is unknown.
inline std::optional<std::int64_t> parse_length(std::string_view text)
{
    std::int64_t value = 0;
    std::size_t i = 0;
    for (; i < text.size() && i < 7 && text[i] >= '0' && text[i] <= '9'; ++i)
        value = value * 10 + (text[i] - '0');
    if (i == 0 || i + 1 != text.size())
        return std::nullopt;
    switch (text[i]) {
    case 's': return value;
    case 'm': return value * 60;
    case 'h': return value * 60 * 60;
    case 'd': return value * 24 * 60 * 60;
    default: return std::nullopt;
    }
}

/// Whether a `Content-Type` is JSON: the media type alone counts, not its parameters.
inline bool is_json(std::string_view content_type)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && type.back() == ' ')
        type.remove_suffix(1);
    return http::same_name(type, "application/json");
}

/// An error as the API reports it.
inline mock_answer api_error_answer(
    int status, std::string_view type_name, std::string_view message, std::string_view detail)
{
    boost::json::object body;
    body["status_code"] = status;
    body["error"] = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    body["type_name"] = type_name;
    body["message"] = message;
    body["detail"] = detail;
    std::string anchor;
    for (char const c : type_name)
        anchor += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    body["ref"] = "https://developers.apideck.com/errors#" + anchor;
    return mock_answer::json(status, boost::json::serialize(body));
}

inline mock_answer invalid(std::string_view detail)
{
    return api_error_answer(400, "RequestValidationError", "Invalid Params", detail);
}

inline bool is_authorized(mock_api_options const& options, mock_request const& request)
{
    constexpr std::string_view scheme = "Bearer ";
    auto const value = request.headers.find("Authorization").value_or("");
    return http::same_name(value.substr(0, scheme.size()), scheme) && value.size() > scheme.size()
        && (options.api_key.empty() || value.substr(scheme.size()) == options.api_key);
}

inline std::optional<mock_answer> check_headers(mock_request const& request)
{
    for (std::string_view const name : {"x-apideck-app-id", "x-apideck-consumer-id"})
        if (request.headers.find(name).value_or("").empty())
            return api_error_answer(400, "RequestHeadersValidationError", "Invalid Request Headers",
                "Missing header " + std::string(name));
    return std::nullopt;
}

inline mock_answer create_session(mock_api_options const& options, mock_request const& request)
{
    boost::json::object sent;
    std::string length = "1h";
    if (!request.body.empty()) {
        if (!is_json(request.headers.find("Content-Type").value_or("")))
            return invalid("Content-Type must be application/json");
        auto const session = json::decode_text<Session>(request.body, json::reading::document);
        if (!session) {
            std::ostringstream detail;
            detail << session.error();
            return invalid(detail.str());
        }
        if (session->settings && session->settings->session_length)
            length = *session->settings->session_length;
        sent = *json::decode_text<boost::json::object>(request.body);
    }
    constexpr std::int64_t week = 7 * 24 * 60 * 60;
    auto const seconds = parse_length(length);
    if (!seconds || *seconds == 0 || *seconds > week)
        return api_error_answer(422, "InvalidStateError", "Invalid State",
            "/settings/session_length: expected a length of one week at most");

    boost::json::object claims;
    claims["application_id"] = *request.headers.find("x-apideck-app-id");
    claims["consumer_id"] = *request.headers.find("x-apideck-consumer-id");
    for (std::string_view const name : {"consumer_metadata", "redirect_uri", "theme", "settings"})
        if (auto const* value = sent.if_contains(name))
            claims[name] = *value;
    claims["scopes"] = boost::json::array();
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    auto const issued = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    claims["iat"] = issued;
    claims["exp"] = issued + *seconds;

    auto const token = make_token(claims);
    boost::json::object data;
    data["session_uri"] = options.session_uri_base + token;
    data["session_token"] = token;
    boost::json::object body;
    body["status_code"] = 200;
    body["status"] = "OK";
    body["data"] = std::move(data);
    return mock_answer::json(200, boost::json::serialize(body));
}

/// Answers as the API itself does: status, headers, body and its type.
inline mock_answer api_answer(mock_api_options const& options, mock_request const& request)
{
    std::string_view const target = request.target;
    if (request.method == "GET" && target.starts_with(session_path))
        return hosted_page(target.substr(session_path.size()));
    if (request.method != "POST" || target.substr(0, target.find('?')) != "/vault/sessions")
        return api_error_answer(404, "EntityNotFoundError", "Unknown path",
            "Could not find " + request.method + ' ' + request.target);
    if (!is_authorized(options, request))
        return api_error_answer(
            401, "UnauthorizedError", "Unauthorized Request", "Missing authentication");
    if (auto refused = check_headers(request))
        return *std::move(refused);
    return create_session(options, request);
}

} // namespace apideck::testing::detail

#endif
