#include <apideck/core/redact.hpp>

#include <tests/support/catch.hpp>

#include <string>
#include <string_view>

namespace {

std::string redacted(std::string text, std::string_view key = "sk_live/K3y+=")
{
    apideck::core::redact(text, key);
    return text;
}

// A token as Apideck makes them, shortened: the header is {"alg":"HS256","typ":"JWT"}.
constexpr std::string_view token
    = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE3MDAwMDAwMDB9.c2lnbmF0dXJl-_";

} // namespace

TEST_CASE("each occurrence of the key in a text is replaced", "[redact]")
{
    struct row {
        std::string_view text;
        std::string_view clean;
    };
    constexpr row rows[] = {
        {"sk_live/K3y+=", "<redacted>"},
        {"Bearer sk_live/K3y+=, sk_live/K3y+=!", "Bearer <redacted>, <redacted>!"},
        {"sk_live/K3y+=sk_live/K3y+=", "<redacted><redacted>"},
        {"sk_sk_live/K3y+=", "sk_<redacted>"},
        {R"({"message":"no sk_live/K3y+= here"})", R"({"message":"no <redacted> here"})"},
        {"SK_LIVE/K3Y+=", "SK_LIVE/K3Y+="},
        {"sk_live/ K3y+=", "sk_live/ K3y+="},
    };
    for (auto const& [text, clean] : rows) {
        CAPTURE(text);
        CHECK(redacted(std::string(text)) == clean);
    }
}

TEST_CASE("the key is found in a JSON text however it is escaped", "[redact]")
{
    constexpr std::string_view texts[] = {
        R"({"message":"sk_live\/K3y+="})",
        R"({"message":"sk_live\u002fK3y+="})",
        R"({"message":"sk_live\u002FK3y\u002B\u003d"})",
        R"({"message":"\u0073k_live/K3y+="})",
        R"({"message":"sk_live\\\/K3y+="})", // JSON as a text in JSON
        R"({"message":"sk_live\\u002fK3y+="})",
    };
    for (auto const text : texts) {
        CAPTURE(text);
        CHECK(redacted(std::string(text)) == R"({"message":"<redacted>"})");
    }
    CHECK(redacted(R"("a\"b\\c")", R"(a"b\c)") == R"("<redacted>")");
}

TEST_CASE("a key that is cut off by the end of a text is replaced", "[redact]")
{
    constexpr std::string_view key = "sk_live/K3y+=";
    for (std::size_t length = 4; length <= key.size(); ++length) {
        CAPTURE(length);
        CHECK(redacted("it was " + std::string(key.substr(0, length))) == "it was <redacted>");
    }
    CHECK(redacted(R"({"key":"sk_live\/K)") == R"({"key":"<redacted>)");
    CHECK(redacted(R"({"key":"sk_live\)") == R"({"key":"<redacted>)");
    CHECK(redacted(R"({"key":"sk_live\u)") == R"({"key":"<redacted>)");
    CHECK(redacted(R"({"key":"sk_live\u002)") == R"({"key":"<redacted>)");
    // Shorter than that it tells nothing.
    CHECK(redacted("no ask") == "no ask");
}

TEST_CASE("without a key only tokens are replaced", "[redact]")
{
    CHECK(redacted("some text", "") == "some text");
    CHECK(redacted("", "") == "");
    CHECK(redacted("", "key") == "");
}

TEST_CASE("a session's address and token are replaced where they stand as members", "[redact]")
{
    struct row {
        std::string_view text;
        std::string_view clean;
    };
    constexpr row rows[] = {
        {R"({"session_token":"canary"})", R"({"session_token":"<redacted>"})"},
        {R"({"session_uri":"https://canary.example/s"})", R"({"session_uri":"<redacted>"})"},
        {R"({"session_uri":"canary","session_token":"canary"})",
            R"({"session_uri":"<redacted>","session_token":"<redacted>"})"},
        {"{\"session_token\" :\r\n\t \"canary\" }", "{\"session_token\" :\r\n\t \"<redacted>\" }"},
        {R"({"session_token":"can\"ary\\"})", R"({"session_token":"<redacted>"})"},
        {R"({"session_token":" canary"})", R"({"session_token":"<redacted>"})"},
        {R"({"session_token":":canary"})", R"({"session_token":"<redacted>"})"},
        {R"({"session_token":"\"canary"})", R"({"session_token":"<redacted>"})"},
        // JSON as a text in JSON.
        {R"({"body":"{\"session_token\":\"canary\",\"a\":1}"})",
            R"({"body":"{\"session_token\":\"<redacted>\",\"a\":1}"})"},
        // Cut off.
        {R"({"session_token":"canary)", R"({"session_token":"<redacted>)"},
        {R"({"session_token":"canary\)", R"({"session_token":"<redacted>)"},
        {R"({"session_uri":"canary\")", R"({"session_uri":"<redacted>)"},
        {R"({"body":"{\"session_token\":\"canary)", R"({"body":"{\"session_token\":\"<redacted>)"},
    };
    for (auto const& [text, clean] : rows) {
        CAPTURE(text);
        CHECK(redacted(std::string(text)) == clean);
    }
}

TEST_CASE("the names of a session's members alone change nothing", "[redact]")
{
    constexpr std::string_view texts[] = {
        R"({"session_token":"","message":"kept"})",
        R"({"session_token":null,"message":"kept"})",
        R"({"session_token":7,"message":"kept"})",
        R"({"message":"session_token is missing","ref":"kept"})",
        R"({"message":"session_token: missing","ref":"kept"})",
        R"({"missing":["session_uri","session_token"],"ref":"kept"})",
        R"({"session_token)",
        R"({"session_token")",
        R"({"session_token":)",
        R"({"session_token":")",
        "session_token",
    };
    for (auto const text : texts) {
        CAPTURE(text);
        CHECK(redacted(std::string(text)) == text);
    }
}

TEST_CASE("a JSON Web Token is replaced wherever it stands", "[redact]")
{
    std::string const t(token);
    CHECK(redacted(t) == "<redacted>");
    CHECK(redacted("<a href=\"https://vault.apideck.com/session/" + t + "\">")
        == "<a href=\"https://vault.apideck.com/session/<redacted>\">");
    CHECK(redacted(R"({"message":"expired: )" + t + R"("})")
        == R"({"message":"expired: <redacted>"})");
    CHECK(redacted(t + ' ' + t) == "<redacted> <redacted>");
    CHECK(redacted(R"("https:\/\/h\/)" + t + "\\n\"") == R"("https:\/\/h\/<redacted>\n")");
    // Cut off within its claims.
    CHECK(redacted("see " + t.substr(0, t.find('.') + 5)) == "see <redacted>");
}

TEST_CASE("what only begins as a JSON Web Token does is kept", "[redact]")
{
    for (std::string const text : {"eyJ", "heyJude", "eyJhbGci and more."}) {
        CAPTURE(text);
        CHECK(redacted(text) == text);
    }
}

TEST_CASE("a long text is searched in one pass", "[redact]")
{
    // Each is a trap for a search that begins anew again and again: it would run into the timeout.
    constexpr std::string_view parts[]
        = {"eyJ", "eyJ. ", "eyJ ", "\\", "sk_l", R"("session_uri":"x",)", "session_uri\""};
    for (auto const part : parts) {
        CAPTURE(part);
        std::string text;
        while (text.size() < 500'000)
            text += part;
        CHECK(redacted(std::move(text)).size() > 250'000);
    }
}

TEST_CASE("arrays and objects in the place of a session's token or address are redacted whole")
{
    struct row {
        char const* text;
        char const* expected;
    };
    row const rows[] = {
        {R"({"session_token":["opaque","]"],"b":1})", R"({"session_token":"<redacted>","b":1})"},
        {R"({"session_uri": {"href":{"x":"opaque}"}}})", R"({"session_uri": "<redacted>"})"},
        {R"({"session_token":[{"cut":"opaq)", R"({"session_token":"<redacted>")"},
        {R"({"session_token":null,"b":[1]})", R"({"session_token":null,"b":[1]})"},
    };
    for (row const& r : rows) {
        CAPTURE(r.text);
        std::string text = r.text;
        apideck::core::redact(text, "key");
        CHECK(text == r.expected);
    }
}
