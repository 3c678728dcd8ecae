#include <apideck/json/decode.hpp>

#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace json = apideck::json;
using apideck::CreateSessionResponse;
using apideck::Session;
using json::decode_error;

namespace {

/// An answer whose `status_code` is the text given.
std::string answer_with_status(std::string_view number)
{
    return R"({"status":"OK","data":{"session_uri":"u","session_token":"t"},"status_code":)"
        + std::string(number) + '}';
}

/// A document that has `value` at the place of a JSON pointer, and nothing else.
std::string document_with(std::string_view pointer, boost::json::value value)
{
    while (!pointer.empty()) {
        auto const slash = pointer.rfind('/');
        auto const step = pointer.substr(slash + 1);
        if (step == "0")
            value = boost::json::array{std::move(value)};
        else
            value = boost::json::object{{step, std::move(value)}};
        pointer = pointer.substr(0, slash);
    }
    return boost::json::serialize(value);
}

} // namespace

TEST_CASE("a value of another type is an error with its JSON pointer", "[decode]")
{
    struct row {
        char const* pointer;
        char const* expected;
    };
    constexpr row rows[] = {
        {"", "object"},
        {"/consumer_metadata", "object"},
        {"/consumer_metadata/account_name", "string"},
        {"/consumer_metadata/user_name", "string"},
        {"/consumer_metadata/email", "string"},
        {"/consumer_metadata/image", "string"},
        {"/redirect_uri", "string"},
        {"/settings", "object"},
        {"/settings/unified_apis", "array"},
        {"/settings/unified_apis/0", "string"},
        {"/settings/hide_resource_settings", "boolean"},
        {"/settings/sandbox_mode", "boolean"},
        {"/settings/isolation_mode", "boolean"},
        {"/settings/session_length", "string"},
        {"/settings/show_logs", "boolean"},
        {"/settings/show_suggestions", "boolean"},
        {"/settings/show_sidebar", "boolean"},
        {"/settings/auto_redirect", "boolean"},
        {"/settings/hide_guides", "boolean"},
        {"/settings/allow_actions", "array"},
        {"/settings/allow_actions/0", "string"},
        {"/theme", "object"},
        {"/theme/favicon", "string"},
        {"/theme/logo", "string"},
        {"/theme/primary_color", "string"},
        {"/theme/sidepanel_background_color", "string"},
        {"/theme/sidepanel_text_color", "string"},
        {"/theme/vault_name", "string"},
        {"/theme/privacy_url", "string"},
        {"/theme/terms_url", "string"},
        {"/custom_consumer_settings", "object"},
    };
    for (auto const& [pointer, expected] : rows) {
        CAPTURE(pointer);
        auto const read = json::decode_text<Session>(document_with(pointer, 7));
        REQUIRE_FALSE(read);
        CHECK(read.error() == decode_error{pointer, expected, "number"});
    }
}

TEST_CASE("a missing required member is an error with its JSON pointer", "[decode]")
{
    struct row {
        std::string_view text;
        decode_error error;
    };
    row const rows[] = {
        {"{}", {"/status_code", "integer", "nothing"}},
        {R"({"status_code":200})", {"/status", "string", "nothing"}},
        {R"({"status_code":200,"status":"OK"})", {"/data", "object", "nothing"}},
        {R"({"status_code":200,"status":"OK","data":{}})",
            {"/data/session_uri", "string", "nothing"}},
        {R"({"status_code":200,"status":"OK","data":{"session_uri":""}})",
            {"/data/session_token", "string", "nothing"}},
        {R"({"status_code":null,"status":"OK","data":{}})", {"/status_code", "integer", "null"}},
        {R"({"status_code":200,"status":"OK","data":null})", {"/data", "object", "null"}},
    };
    for (auto const& [text, error] : rows) {
        CAPTURE(text);
        auto const read = json::decode_text<CreateSessionResponse>(text);
        REQUIRE_FALSE(read);
        CHECK(read.error() == error);
    }
}

TEST_CASE("an optional member that is null is as one that is absent", "[decode]")
{
    auto const read = json::decode_text<Session>(
        R"({"redirect_uri":null,"settings":{"allow_actions":null,"show_logs":null},"theme":null})");
    REQUIRE(read);
    CHECK_FALSE(read->redirect_uri);
    CHECK(read->settings == apideck::SessionSettings{});
    CHECK_FALSE(read->theme);
}

TEST_CASE("a member that may be any JSON keeps a null", "[decode]")
{
    auto const read = json::decode_text<apideck::UnexpectedErrorResponse>(R"({"detail":null})");
    REQUIRE(read);
    CHECK(read->detail == boost::json::value(nullptr));
    CHECK_FALSE(json::decode_text<apideck::UnexpectedErrorResponse>("{}").value().detail);
}

TEST_CASE("an integer is taken where it is whole and fits", "[decode]")
{
    struct row {
        std::string_view text;
        std::optional<std::int64_t> number;
    };
    constexpr row rows[] = {
        {"200", 200},
        {"200.0", 200},
        {"2e2", 200},
        {"-0", 0},
        {"-0.0", 0},
        {"-9223372036854775808", INT64_MIN},
        {"9223372036854775807", INT64_MAX},
        {"200.5", std::nullopt},
        {"1e-3", std::nullopt},
        {"9223372036854775808", std::nullopt},
        {"-9223372036854775809", std::nullopt},
        {"18446744073709551616", std::nullopt},
        {"1e18", std::nullopt},
        {"1e300", std::nullopt},
        {"\"200\"", std::nullopt},
        {"true", std::nullopt},
    };
    for (auto const& [text, number] : rows) {
        CAPTURE(text);
        auto const read = json::decode_text<CreateSessionResponse>(answer_with_status(text));
        REQUIRE(read.has_value() == number.has_value());
        if (read)
            CHECK(read->status_code == *number);
        else
            CHECK(read.error().pointer == "/status_code");
    }
}

TEST_CASE("every status may be written with a fraction of zero", "[decode]")
{
    for (int status = 100; status != 600; ++status) {
        CAPTURE(status);
        auto const read = json::decode_text<CreateSessionResponse>(
            answer_with_status(std::to_string(status) + ".0"));
        REQUIRE(read);
        CHECK(read->status_code == status);
    }
}

TEST_CASE("what is found in place of a value is named by its kind", "[decode]")
{
    struct row {
        std::string_view text;
        std::string_view name;
    };
    constexpr row rows[] = {{"null", "null"}, {"true", "boolean"}, {"1", "number"},
        {"1.5", "number"}, {"18446744073709551615", "number"}, {"\"\"", "string"}, {"[]", "array"},
        {"[{}]", "array"}};
    for (auto const& [text, name] : rows) {
        CAPTURE(text);
        CHECK(json::decode_text<Session>(text).error() == decode_error{"", "object", std::string(name)});
    }
    CHECK(json::decode_text<Session>(R"({"redirect_uri":{"a":[]}})").error()
        == decode_error{"/redirect_uri", "string", "object"});
}
