#include <apideck/json/encode.hpp>

#include <apideck/json/decode.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace json = apideck::json;
using apideck::Session;

namespace {

std::string utf8(std::uint32_t code)
{
    auto const byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
    if (code < 0x80)
        return {byte(code)};
    if (code < 0x800)
        return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
    if (code < 0x10000)
        return {
            byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
    return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)),
        byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

Session with_uri(std::string text)
{
    Session session;
    session.redirect_uri = std::move(text);
    return session;
}

Session with_settings(boost::json::object settings)
{
    Session session;
    session.custom_consumer_settings = std::move(settings);
    return session;
}

boost::json::object nested(std::size_t depth)
{
    boost::json::object out;
    for (std::size_t i = 1; i < depth; ++i)
        out = {{"a", std::move(out)}};
    return out;
}

} // namespace

TEST_CASE("every character of Unicode survives JSON", "[encode]")
{
    for (std::uint32_t block = 0; block != 0x110000; block += 0x800) {
        if (block == 0xD800)
            continue; // the surrogates, which UTF-8 does not have
        std::string text;
        for (std::uint32_t code = block; code != block + 0x800; ++code)
            text += utf8(code);
        CAPTURE(block);
        CHECK(json::find_invalid_utf8(text) == std::string_view::npos);
        auto const written = json::encode(with_uri(text));
        REQUIRE(written);
        CHECK((json::decode_text<Session>(*written).value().redirect_uri == text));
        CHECK(boost::json::parse(*written).at("redirect_uri").as_string() == text);
    }
}

TEST_CASE("what JSON reserves is escaped in a text", "[encode]")
{
    using namespace std::string_literals;
    CHECK(json::encode(with_uri("\" \\ / \b\f\n\r\t \x01 \x1f \x7f \u00eb \U0001F600 \0."s)).value()
        == "{\"redirect_uri\":\"\\\" \\\\ / \\b\\f\\n\\r\\t \\u0001 \\u001f \x7f \u00eb \U0001F600 "
           "\\u0000.\"}");
}

TEST_CASE("each byte is seen wherever it stands in a text of any length", "[encode]")
{
    // Texts are copied several bytes at a time, and the last of them twice.
    for (std::size_t length = 1; length != 20; ++length)
        for (std::size_t at = 0; at != length; ++at)
            for (unsigned byte = 0; byte != 0x100; ++byte) {
                std::string text(length, 'a');
                text[at] = static_cast<char>(byte);
                auto const written = json::encode(with_uri(text));
                CAPTURE(length, at, byte);
                if (byte < 0x80) {
                    std::string const quoted = boost::json::serialize(boost::json::string(text));
                    REQUIRE(written);
                    REQUIRE(*written == "{\"redirect_uri\":" + quoted + '}');
                } else {
                    REQUIRE_FALSE(written);
                    REQUIRE(written.error().reason == "not UTF-8 at byte " + std::to_string(at));
                }
            }
}

TEST_CASE("text that is not UTF-8 is found at its first bad byte", "[encode]")
{
    struct row {
        char const* what;
        std::string_view text;
        std::size_t bad;
    };
    row const rows[] = {
        {"a continuation alone", "ab\x80", 2},
        {"the last continuation alone", "\xBF", 0},
        {"two bytes for ASCII", "a\xC0\x80", 1},
        {"two bytes for ASCII, the last", "a\xC1\xBF", 1},
        {"three bytes for what needs two", "\xE0\x9F\xBF", 0},
        {"four bytes for what needs three", "\xF0\x8F\xBF\xBF", 0},
        {"the first surrogate", "abc\xED\xA0\x80", 3},
        {"the last surrogate", "\xED\xBF\xBF", 0},
        {"above U+10FFFF", "\xF4\x90\x80\x80", 0},
        {"a lead byte of no length", "\xF5\x80\x80\x80", 0},
        {"a lead byte of five bytes", "\xF8\x88\x80\x80\x80", 0},
        {"0xFE", "\xFE", 0},
        {"0xFF", "x\xFF", 1},
        {"one byte of two", "ab\xC3", 2},
        {"one byte of three", "ab\xE2", 2},
        {"two bytes of three", "ab\xE2\x82", 2},
        {"three bytes of four", "ab\xF0\x9F\x98", 2},
        {"ASCII in place of the second byte", "\xC3(", 0},
        {"ASCII in place of the third byte", "\xE2\x82(", 0},
        {"ASCII in place of the fourth byte", "\xF0\x9F\x98(", 0},
        {"a lead byte in place of the second byte", "\xC3\xC3\xAB", 0},
        {"after good text of each length", "a\u00eb\u20ac\U0001F600\xFF", 10},
    };
    for (auto const& [what, text, bad] : rows) {
        CAPTURE(what);
        CHECK(json::find_invalid_utf8(text) == bad);
        auto const written = json::encode(with_uri(std::string(text)));
        REQUIRE_FALSE(written);
        CHECK(written.error()
            == json::encode_error{"/redirect_uri", "not UTF-8 at byte " + std::to_string(bad)});
    }
}

TEST_CASE("what JSON can't hold is reported with its pointer", "[encode]")
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    struct row {
        Session session;
        json::encode_error error;
    };
    Session id;
    id.settings.emplace().unified_apis = {
        {apideck::UnifiedApiId::crm, apideck::UnifiedApiId("\xFF")}};
    row const rows[] = {
        {id, {"/settings/unified_apis/1", "not UTF-8 at byte 0"}},
        {with_settings({{"a", {1, "x\x80"}}}),
            {"/custom_consumer_settings/a/1", "not UTF-8 at byte 1"}},
        {with_settings({{"a", {{"b\xC3", 1}}}}),
            {"/custom_consumer_settings/a", "a name is not UTF-8 at byte 1"}},
        {with_settings({{"", {{"a/b~", "\xFF"}}}}),
            {"/custom_consumer_settings//a~1b~0", "not UTF-8 at byte 0"}},
        {with_settings({{"a", infinity}}), {"/custom_consumer_settings/a", "not a finite number"}},
        {with_settings({{"a", {{"b", {0, -infinity}}}}}),
            {"/custom_consumer_settings/a/b/1", "not a finite number"}},
        {with_settings({{"n", std::numeric_limits<double>::quiet_NaN()}}),
            {"/custom_consumer_settings/n", "not a finite number"}},
    };
    for (auto const& [session, error] : rows) {
        CAPTURE(error.pointer);
        auto const written = json::encode(session);
        REQUIRE_FALSE(written);
        CHECK(written.error() == error);
    }
}

TEST_CASE("of several things that JSON can't hold the first is reported", "[encode]")
{
    Session session = with_uri("\xFF");
    session.consumer_metadata = apideck::ConsumerMetadata{.email = "\xFF"};
    session.theme = apideck::Theme{.logo = "\xFF"};
    CHECK(json::encode(session).error().pointer == "/consumer_metadata/email");
}

TEST_CASE("a document is written as deep as it can be read", "[encode]")
{
    // The session itself is the first level.
    auto const deepest = with_settings(nested(json::max_depth - 1));
    auto const written = json::encode(deepest);
    REQUIRE(written);
    auto const again = json::decode_text<Session>(*written);
    REQUIRE(again);
    CHECK(*again == deepest);

    auto const beyond = json::encode(with_settings(nested(json::max_depth)));
    REQUIRE_FALSE(beyond);
    CHECK(beyond.error().reason == "nested deeper than 64");
    CHECK(beyond.error().pointer.starts_with("/custom_consumer_settings/a/a"));

    Session array = with_settings({{"a", boost::json::array{}}});
    for (std::size_t i = 0; i != json::max_depth; ++i)
        array.custom_consumer_settings->at("a")
            = boost::json::array{array.custom_consumer_settings->at("a")};
    CHECK(json::encode(array).error().reason == "nested deeper than 64");
}

TEST_CASE("encoding appends, and on an error leaves what was there", "[encode]")
{
    std::string out = "before";
    CHECK(json::encode_to(out, with_uri("x")).reason.empty());
    CHECK(out == R"(before{"redirect_uri":"x"})");
    CHECK_FALSE(json::encode_to(out, with_uri("\xFF")).reason.empty());
    CHECK(out == R"(before{"redirect_uri":"x"})");
}

TEST_CASE("the extreme integers are written whole", "[encode]")
{
    apideck::CreateSessionResponse response;
    for (auto const number : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
        response.status_code = number;
        auto const written = json::encode(response);
        REQUIRE(written);
        CHECK_THAT(*written,
            apideck::tests::ContainsSubstring("\"status_code\":" + std::to_string(number) + ','));
        CHECK(json::decode_text<apideck::CreateSessionResponse>(*written).value() == response);
    }
}

TEST_CASE("numbers and texts of a free object are kept as they are", "[encode]")
{
    auto const session = with_settings({{"int", -1}, {"unsigned", UINT64_MAX}, {"double", 0.1},
        {"true", true}, {"null", nullptr}, {"list", boost::json::array{}},
        {"long", std::string(5000, 'x')}, {"\u00eb\n", "\u20ac"}});
    auto const written = json::encode(session);
    REQUIRE(written);
    CHECK(json::decode_text<Session>(*written).value() == session);
}
