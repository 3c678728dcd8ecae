#include <apideck/json/text.hpp>

#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <string>
#include <string_view>

namespace json = apideck::json;
using apideck::Session;

TEST_CASE("a session written as JSON and read again is the same", "[json]")
{
    Session session;
    session.consumer_metadata = apideck::ConsumerMetadata{.user_name = "Zo\u00eb \"Z\" \\ \n"};
    session.settings = apideck::SessionSettings{};
    session.settings->unified_apis = {{apideck::UnifiedApiId::file_storage}};
    session.settings->allow_actions.emplace();
    session.custom_consumer_settings
        = boost::json::object{{"a/b~c", {1, 2.5, nullptr, true}}, {"", boost::json::object{}}};

    auto const text = json::encode(session);
    REQUIRE(text);
    auto const again = json::decode_text<Session>(*text, json::reading::document);
    REQUIRE(again);
    CHECK(*again == session);

    // Boost.JSON, which shares nothing with our walk over the members, reads the same.
    auto const value = boost::json::parse(*text).as_object();
    CHECK(value.size() == 3);
    CHECK(value.at("settings")
        == boost::json::value{
            {"unified_apis", boost::json::array{"file-storage"}},
            {"allow_actions", boost::json::array{}}});
}

TEST_CASE("what does not fit a model is reported with its JSON pointer", "[json]")
{
    struct row {
        std::string_view text;
        json::decode_error error;
    };
    row const rows[] = {
        {R"({"status_code":201,"status":"Created","data":{"session_uri":7,"session_token":""}})",
            {"/data/session_uri", "string", "number"}},
        {R"({"status_code":201,"status":"Created","data":{"session_uri":""}})",
            {"/data/session_token", "string", "nothing"}},
        {R"({"status_code":"201","status":"Created","data":{}})",
            {"/status_code", "integer", "string"}},
        {R"([])", {"", "object", "array"}},
        {"", {"", "valid JSON", "nothing"}},
    };
    for (auto const& [text, error] : rows) {
        CAPTURE(text);
        auto const read = json::decode_text<apideck::CreateSessionResponse>(text);
        REQUIRE_FALSE(read);
        CHECK(read.error() == error);
    }
}

TEST_CASE("a step of a pointer is escaped", "[json]")
{
    json::path const root;
    json::path const member = root / "a/b~c";
    CHECK(root.pointer().empty());
    CHECK((member / std::size_t{3}).pointer() == "/a~1b~0c/3");
}

TEST_CASE("text that is not UTF-8 is refused before it is written", "[json]")
{
    struct row {
        std::string_view text;
        std::size_t bad;
    };
    row const rows[] = {
        {"plain", std::string_view::npos},
        {"\xC3\xAB \xE2\x82\xAC \xF0\x9F\x98\x80", std::string_view::npos},
        {"ab\xFF", 2},
        {"\xC0\xAF", 0},             // longer than needed
        {"a\xED\xA0\x80", 1},        // half of a surrogate pair
        {"\xF4\x90\x80\x80", 0},     // beyond U+10FFFF
        {"ab\xE2\x82", 2},           // cut off
    };
    for (auto const& [text, bad] : rows) {
        CAPTURE(text);
        CHECK(json::find_invalid_utf8(text) == bad);
    }

    Session session;
    session.consumer_metadata = apideck::ConsumerMetadata{.account_name = "x\xFF"};
    std::string out = "before";
    auto const error = json::encode_to(out, session);
    CHECK(error.pointer == "/consumer_metadata/account_name");
    CHECK_THAT(error.reason, apideck::tests::ContainsSubstring("not UTF-8"));
    CHECK(out == "before");
}
