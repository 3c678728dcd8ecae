#include <apideck/json/decode.hpp>

#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <optional>
#include <string>
#include <string_view>

// Members that the model does not have, that do not fit or that stand there twice, and which of several
// errors is told.

namespace json = apideck::json;
using apideck::CreateSessionResponse;
using apideck::Session;
using json::decode_error;

TEST_CASE("a name that the model does not have is ignored in an answer", "[decode]")
{
    auto const read = json::decode_text<Session>(R"({"new":1,"theme":{"new":{"deep":[2]}}})");
    REQUIRE(read);
    CHECK(read->theme == apideck::Theme{});
}

TEST_CASE("a name that the model does not have is refused in a document", "[decode]")
{
    struct row {
        std::string_view text;
        decode_error error;
    };
    row const rows[] = {
        {R"({"redirect_uri":"x","redirectUri":"x"})",
            {"/redirectUri", "no member of this name", "string"}},
        {R"({"settings":{"show_log":true}})",
            {"/settings/show_log", "no member of this name", "boolean"}},
        {R"({"theme":{"a/b~":null}})", {"/theme/a~1b~0", "no member of this name", "null"}},
        {R"({"":{}})", {"/", "no member of this name", "object"}},
    };
    for (auto const& [text, error] : rows) {
        CAPTURE(text);
        auto const read = json::decode_text<Session>(text, json::reading::document);
        REQUIRE_FALSE(read);
        CHECK(read.error() == error);
    }
    // What is free may hold any name.
    CHECK(json::decode_text<Session>(
        R"({"custom_consumer_settings":{"any":{"thing":1}}})", json::reading::document));
}

TEST_CASE("a lenient reader leaves unset what does not fit", "[decode]")
{
    auto const read = json::decode_text<apideck::BadRequestResponse>(
        R"({"status_code":"400","error":7,"type_name":"Kept","message":{},"detail":[1],)"
        R"("ref":false,"downstream_errors":[{"message":1,"code":"kept"},{}]})",
        json::reading::lenient);
    REQUIRE(read);
    apideck::BadRequestResponse expected;
    expected.type_name = "Kept";
    expected.detail = boost::json::array{1};
    expected.downstream_errors = {{{.code = "kept"}, {}}};
    CHECK(*read == expected);

    auto const list = json::decode_text<apideck::BadRequestResponse>(
        R"({"downstream_errors":[{"code":"x"},"y"],"ref":"kept"})", json::reading::lenient);
    REQUIRE(list);
    CHECK_FALSE(list->downstream_errors);
    CHECK(list->ref == "kept");
}

TEST_CASE("a lenient reader still refuses what is no object", "[decode]")
{
    auto const read
        = json::decode_text<apideck::UnexpectedErrorResponse>("[]", json::reading::lenient);
    REQUIRE_FALSE(read);
    CHECK(read.error() == decode_error{"", "object", "array"});
}

TEST_CASE("of a member that stands there twice the last counts", "[decode]")
{
    auto const read = json::decode_text<Session>(
        R"({"redirect_uri":7,"redirect_uri":"first","redirect_uri":"last"})",
        json::reading::document);
    REQUIRE(read);
    CHECK(read->redirect_uri == "last");
    CHECK_FALSE(json::decode_text<Session>(R"({"redirect_uri":"x","redirect_uri":null})")
                    .value().redirect_uri);
    CHECK(json::decode_text<Session>(R"({"redirect_uri":"x","redirect_uri":7})").error()
        == decode_error{"/redirect_uri", "string", "number"});
}

TEST_CASE("of a model that stands there twice nothing of the first counts", "[decode]")
{
    constexpr std::string_view good = R"({"session_uri":"u","session_token":"t"})";
    struct row {
        std::string_view first;
        std::string_view last;
        std::optional<decode_error> error;
    };
    row const rows[] = {
        {R"({"session_uri":7})", good, std::nullopt},
        {"[]", good, std::nullopt},
        {good, R"({"session_uri":"u"})", decode_error{"/data/session_token", "string", "nothing"}},
        {good, "null", decode_error{"/data", "object", "null"}},
    };
    for (auto const& [first, last, error] : rows) {
        CAPTURE(first, last);
        auto const read = json::decode_text<CreateSessionResponse>(
            R"({"status_code":1,"status":"s","data":)" + std::string(first) + R"(,"data":)"
            + std::string(last) + '}');
        CHECK(read.has_value() == !error);
        if (error)
            CHECK(read.error() == *error);
    }
    auto const settings = json::decode_text<Session>(
        R"({"settings":{"show_logs":true,"unified_apis":["crm"]},"settings":{"unified_apis":[]}})");
    REQUIRE(settings);
    CHECK_FALSE(settings->settings->show_logs);
    CHECK(settings->settings->unified_apis->empty());
}

TEST_CASE("of several things that do not fit the first in the text is reported", "[decode]")
{
    struct row {
        std::string_view text;
        std::string_view pointer;
    };
    constexpr row rows[] = {
        {R"({"theme":7,"redirect_uri":7})", "/theme"},
        {R"({"theme":{"logo":7,"favicon":7},"redirect_uri":7})", "/theme/logo"},
        {R"({"settings":{"unified_apis":["crm",7,[],{}]},"theme":7})", "/settings/unified_apis/1"},
        {R"({"x":1,"redirect_uri":7,"y":2})", "/x"},
        {R"({"theme":7,"redirect_uri":7,"theme":{}})", "/redirect_uri"},
        // Pointers of which one begins with the other.
        {R"({"theme":7,"theme/x":1,"theme":{}})", "/theme~1x"},
    };
    for (auto const& [text, pointer] : rows) {
        CAPTURE(text);
        auto const read = json::decode_text<Session>(text, json::reading::document);
        REQUIRE_FALSE(read);
        CHECK(read.error().pointer == pointer);
    }
}

TEST_CASE("an error of syntax counts before what does not fit", "[decode]")
{
    auto const read = json::decode_text<Session>(R"({"redirect_uri":7,"theme":)");
    REQUIRE_FALSE(read);
    CHECK(read.error().expected == "valid JSON");
}
