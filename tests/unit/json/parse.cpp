#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace json = apideck::json;
using apideck::tests::ContainsSubstring;

namespace {

boost::system::result<boost::json::value, json::decode_error> parse(std::string_view text)
{
    return json::decode_text<boost::json::value>(text);
}

std::string nested_arrays(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

TEST_CASE("escapes in a JSON text become characters", "[parse]")
{
    struct row {
        std::string_view text;
        std::string_view value;
    };
    using namespace std::string_view_literals;
    row const rows[] = {
        {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
        {R"("\u0041\u00eb\u20AC")", "A\u00eb\u20ac"},
        {R"("a\u0000b")", "a\0b"sv},
        {R"("\uD83D\uDE00")", "\U0001F600"},
        {R"("\uDBFF\uDFFF")", "\U0010FFFF"},
        {"\"\u00eb \U0001F600 \x7f\"", "\u00eb \U0001F600 \x7f"},
        {R"("")", ""},
    };
    for (auto const& [text, value] : rows) {
        CAPTURE(text);
        auto const read = parse(text);
        REQUIRE(read);
        CHECK(read->as_string() == value);
    }
}

TEST_CASE("what is not strict JSON is refused with the position", "[parse]")
{
    struct row {
        char const* what;
        std::string_view text;
        std::size_t at;
    };
    using namespace std::string_view_literals;
    row const rows[] = {
        {"white space alone", "  ", 2},
        {"cut in an object", R"({"a":)", 5},
        {"cut in a text", R"({"a":"b)", 7},
        {"cut in an escape", R"(["\u00)", 6},
        {"cut in a word", "[tru", 4},
        {"cut in a number", "[-", 2},
        {"something behind it", "{} x", 3},
        {"a second document", "{}{}", 2},
        {"a comma too many", "[1,]", 3},
        {"a comma too many in an object", R"({"a":1,})", 7},
        {"a comment", "[1/**/]", 2},
        {"no quotes around a name", "{a:1}", 1},
        {"single quotes", "['a']", 1},
        {"an unknown escape", R"(["\x41"])", 3},
        {"a line break in a text", "[\"a\nb\"]", 3},
        {"a NUL in a text", "[\"a\0b\"]"sv, 3},
        {"NaN", "[NaN]", 1},
        {"a leading zero", "[01]", 2},
        {"a plus sign", "[+1]", 1},
        {"a byte order mark", "\xEF\xBB\xBF{}", 0},
    };
    for (auto const& [what, text, at] : rows) {
        CAPTURE(what);
        auto const read = parse(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().pointer.empty());
        CHECK(read.error().expected == "valid JSON");
        CHECK_THAT(read.error().found, Catch::Matchers::EndsWith(" at byte " + std::to_string(at)));
    }
}

TEST_CASE("no text at all is refused as nothing", "[parse]")
{
    CHECK(parse("").error() == json::decode_error{"", "valid JSON", "nothing"});
}

TEST_CASE("a JSON text with bytes that are not UTF-8 is refused", "[parse]")
{
    struct row {
        char const* what;
        std::string_view text;
    };
    row const rows[] = {
        {"a continuation alone", "[\"\x80\"]"},
        {"longer than needed, two bytes", "[\"\xC0\x80\"]"},
        {"longer than needed, three bytes", "[\"\xE0\x80\xAF\"]"},
        {"longer than needed, four bytes", "[\"\xF0\x80\x80\xAF\"]"},
        {"a surrogate", "[\"\xED\xA0\x80\"]"},
        {"above U+10FFFF", "[\"\xF4\x90\x80\x80\"]"},
        {"0xFF", "[\"\xFF\"]"},
        {"cut off by the quote", "[\"\xE2\x82\"]"},
        {"in a name", "{\"\xFF\":1}"},
        {"the first half of a pair alone, escaped", R"(["\uD83D"])"},
        {"the second half of a pair alone, escaped", R"(["\uDE00"])"},
        {"two first halves, escaped", R"(["\uD83D\uD83D"])"},
    };
    for (auto const& [what, text] : rows) {
        CAPTURE(what);
        auto const read = parse(text);
        REQUIRE_FALSE(read);
        CHECK_THAT(read.error().found, ContainsSubstring(" at byte "));
    }
}

TEST_CASE("white space around a JSON text is allowed", "[parse]")
{
    CHECK(parse(" \t\r\n{ \"a\" :\n[ 1 , 2 ] } \r\n\t").value()
        == boost::json::value({{"a", {1, 2}}}));
}

TEST_CASE("a JSON text may be nested to the limit and not beyond", "[parse]")
{
    CHECK(parse(nested_arrays(json::max_depth)));
    auto const beyond = parse(nested_arrays(json::max_depth + 1));
    REQUIRE_FALSE(beyond);
    CHECK(beyond.error().expected == "JSON nested no deeper than 64");
    CHECK_FALSE(parse(nested_arrays(100'000)));
}

TEST_CASE("of a name that an object has twice the last counts", "[parse]")
{
    auto const read = parse(R"({"a":1,"b":2,"a":3,"\u0061":4})");
    REQUIRE(read);
    CHECK(read->as_object().size() == 2);
    CHECK(read->at("a") == 4);
}

TEST_CASE("a number too large for a double is an error", "[parse]")
{
    // RFC 8259 section 6 leaves open what such a number becomes: Boost.JSON makes it infinite, or NaN.
    for (std::string_view const text :
        {"1e400", "[1e400]", "[-1e400]", "[1e99999999999]", R"({"a":{"b":[1,1e999]}})"}) {
        CAPTURE(text);
        CHECK_FALSE(parse(text));
    }
    CHECK(parse("[1e308,-1e308,1e-400]"));
}

TEST_CASE("a number too large for a double is named by the member that holds it", "[parse]")
{
    auto const strict
        = json::decode_text<apideck::Session>(R"({"custom_consumer_settings":{"a":[1e400]}})");
    REQUIRE_FALSE(strict);
    CHECK(strict.error().pointer == "/custom_consumer_settings");
    CHECK(strict.error().expected == "a number in the range of a double");
    auto const lenient = json::decode_text<apideck::Session>(
        R"({"redirect_uri":"https://a.example","custom_consumer_settings":{"a":[1e400]}})",
        json::reading::lenient);
    REQUIRE(lenient);
    CHECK(lenient->redirect_uri == "https://a.example");
    CHECK_FALSE(lenient->custom_consumer_settings);
}

TEST_CASE("a decoding error prints as one sentence", "[parse]")
{
    std::ostringstream out;
    out << json::decode_error{"/data/session_token", "string", "nothing"} << '\n'
        << json::decode_error{"", "object", "array"};
    CHECK(out.str()
        == "/data/session_token: expected string, found nothing\n"
           "the document: expected object, found array");
}

TEST_CASE("the value of a failed reading or writing throws what is wrong", "[parse]")
{
    using Catch::Matchers::Message;
    boost::system::result<int, json::decode_error> const unread
        = json::decode_error{"/a", "string", "nothing"};
    CHECK_THROWS_MATCHES(
        unread.value(), std::invalid_argument, Message("/a: expected string, found nothing"));
    boost::system::result<int, json::encode_error> const place
        = json::encode_error{"/a", "not a finite number"};
    CHECK_THROWS_MATCHES(place.value(), std::invalid_argument, Message("/a: not a finite number"));
    boost::system::result<int, json::encode_error> const whole = json::encode_error{"", "wrong"};
    CHECK_THROWS_MATCHES(whole.value(), std::invalid_argument, Message("the document: wrong"));
}
