#ifndef APIDECK_TESTS_SUPPORT_PLAIN_VAULT_HPP
#define APIDECK_TESTS_SUPPORT_PLAIN_VAULT_HPP

#include "catch.hpp"
#include "http_client.hpp"

#include <apideck/detail/asio.hpp>
#include <apideck/testing/mock_vault.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <map>
#include <string>
#include <utility>

namespace apideck::tests {

/// A request that the mock takes, to be spoilt.
struct asking {
    std::map<std::string, std::string> fields{{"Authorization", "Bearer a-key"},
        {"x-apideck-app-id", "an-app"}, {"x-apideck-consumer-id", "a-consumer"},
        {"Content-Type", "application/json"}};
    std::string body{};
    std::string method = "POST";
    std::string target = "/vault/sessions";
};

/// A mock that is asked without the SDK, over plain HTTP.
struct plain_vault {
    /// @param key The only one that it takes; empty: any.
    explicit plain_vault(std::string key = {})
        : mock(context.get_executor(), {.tls = false, .api_key = std::move(key)})
    {
    }

    http_response answer(asking const& a)
    {
        std::string fields;
        for (auto const& [name, value] : a.fields)
            fields += name + ": " + value + "\r\n";
        auto const text = send_and_run(
            context, mock.port(), http_request(a.method, mock.port(), a.target, fields, a.body));
        REQUIRE(text);
        return http_answer(*text);
    }
    http_response answer_to(std::string body) { return answer({.body = std::move(body)}); }

    asio::io_context context;
    testing::mock_vault mock;
};

/// The object of an answer of JSON; fails the test where it is none.
inline boost::json::object object_of(http_response const& r)
{
    CHECK(r[beast_http::field::content_type] == "application/json");
    boost::system::error_code ec;
    auto const value = boost::json::parse(r.body(), ec);
    REQUIRE(value.is_object());
    return value.as_object();
}

/// The token of the session that is the answer; empty where there is none.
inline std::string token_of(http_response const& r)
{
    auto data = object_of(r)["data"];
    auto const* const fields = data.if_object();
    auto const* const token = fields ? fields->if_contains("session_token") : nullptr;
    return token && token->is_string() ? std::string(token->get_string()) : std::string();
}

/// The answer is an error as the API reports it: six fields, and no more. @return Its detail.
inline std::string check_error(
    http_response const& r, int status, std::string const& error, std::string const& type_name)
{
    CHECK(r.result_int() == static_cast<unsigned>(status));
    auto fields = object_of(r);
    CHECK(fields.size() == 6);
    CHECK(fields["status_code"] == boost::json::value(status));
    CHECK(fields["error"] == boost::json::value(error));
    CHECK(fields["type_name"] == boost::json::value(type_name));
    for (char const* const name : {"message", "detail", "ref"})
        CHECK((fields[name].is_string() && !fields[name].get_string().empty()));
    return fields["detail"].is_string() ? std::string(fields["detail"].get_string()) : "";
}

} // namespace apideck::tests

#endif
