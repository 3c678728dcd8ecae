#include <apideck/core/answer.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/answers.hpp>
#include <tests/support/catch.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

// Bodies that are JSON in name alone, or meant to hurt: in an answer of success and in an error.

namespace core = apideck::core;
using apideck::BadRequestResponse;
using apideck::CreateSessionResponse;
using apideck::response_validation_error;
using namespace apideck::tests;
using namespace std::string_view_literals;

namespace {

/// An answer of which an error would keep all.
core::answer whole_answer(int status, std::string body)
{
    auto a = make_answer(status, std::move(body));
    a.most_error_body = a.body.size();
    return a;
}

apideck::result<apideck::response<CreateSessionResponse>> read(std::string body)
{
    return core::read_success<CreateSessionResponse>(whole_answer(200, std::move(body)));
}

/// What is wrong with it as an answer of success.
response_validation_error wrong(std::string body)
{
    auto const r = read(std::move(body));
    REQUIRE_FALSE(r.has_value());
    auto const e = r.error();
    REQUIRE(e.is<response_validation_error>());
    CHECK(e.delivery() == apideck::delivery::certainly);
    return *e.get_if<response_validation_error>();
}

/// An error with such a body has its status and its text all the same.
void check_kept(std::string const& body)
{
    auto const e = core::to_api_error(whole_answer(400, body));
    REQUIRE(e.is<BadRequestResponse>());
    CHECK_FALSE(e.api_fields()->message);
    CHECK_FALSE(e.body().empty());
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i != times; ++i)
        out += text;
    return out;
}

/// An answer with one member's value in the place of the right one.
std::string session(std::string_view member, std::string_view value)
{
    auto const is = [&](std::string_view name, std::string_view usual) {
        return '"' + std::string(name) + "\":" + std::string(member == name ? value : usual);
    };
    return '{' + is("status_code", "200") + ',' + is("status", R"("OK")") + ",\"data\":{"
        + is("session_uri", R"("https://h/s")") + ',' + is("session_token", R"("t")") + "},"
        + is("_raw", "null") + '}';
}

} // namespace

TEST_CASE("JSON nested 100,000 deep is an error that names the limit", "[answer]")
{
    constexpr std::size_t deep = 100'000;
    std::string const arrays = repeated("[", deep) + repeated("]", deep);
    std::string const objects = repeated(R"({"a":)", deep) + "1" + repeated("}", deep);
    for (auto const& body :
        {arrays, objects, repeated("[", deep), session("_raw", arrays), session("_raw", objects)}) {
        CAPTURE(body.substr(0, 80));
        auto const e = wrong(body);
        CHECK(e.expected == "JSON nested no deeper than 64");
        CHECK_THAT(e.found, ContainsSubstring(" at byte "));
        check_kept(body);
    }
}

TEST_CASE("of a member that an answer has twice the last counts", "[answer]")
{
    auto const r = read(R"({"status_code":1,"status_code":200,"status":"OK","status":"Fine",)"
                        R"("data":{"session_uri":"https://h/a","session_token":"a"},)"
                        R"("data":{"session_uri":"https://h/b","session_token":"b"}})");
    REQUIRE(r);
    CHECK(r->status_code == 200);
    CHECK(r->status == "Fine");
    CHECK(r->data == apideck::CreateSessionData{"https://h/b", "b"});
    // And nothing of the first is left in a second that lacks it.
    CHECK(
        wrong(R"({"status_code":200,"status":"OK","data":{"session_uri":"u","session_token":"t"},)"
              R"("data":{"session_uri":"u"}})")
            .pointer
        == "/data/session_token");
}

TEST_CASE("a number out of range is an error with its JSON pointer", "[answer]")
{
    for (auto const* const number : {"9223372036854775808", "-9223372036854775809",
             "18446744073709551616", "1e19", "1e400", "-1e400", "1e99999999999", "0.5"}) {
        CAPTURE(number);
        auto const e = wrong(session("status_code", number));
        CHECK((e.pointer == "/status_code" || e.expected == "valid JSON"));
    }
    CHECK(read(session("status_code", "9223372036854775807"))->status_code
        == std::numeric_limits<std::int64_t>::max());
    for (auto const* const no_json :
        {"NaN", "Infinity", "-Infinity", "0x10", "01", "1.", ".5", "+1"})
        CHECK(wrong(session("status_code", no_json)).expected == "valid JSON");
}

TEST_CASE("text that is not Unicode is an error with its place", "[answer]")
{
    for (auto const text :
        {"\"\xff\""sv, "\"\xc0\xaf\""sv, "\"\xed\xa0\x80\""sv, "\"\xf4\x90\x80\x80\""sv,
            "\"\xe2\x82\""sv, "\"\\ud800\""sv, "\"\\udc00\""sv, "\"\\ud800\\ud800\""sv,
            "\"\\ud800x\""sv, "\"a\0b\""sv, "\"a\nb\""sv, "\"\x1b[2J\""sv}) {
        CAPTURE(text);
        for (auto const* const member : {"session_uri", "status", "_raw"}) {
            auto const body = session(member, text);
            auto const e = wrong(body);
            CHECK(e.expected == "valid JSON");
            CHECK_THAT(e.found, ContainsSubstring(" at byte "));
            check_kept(body);
        }
    }
    for (auto const no_json : {"\0"sv, "\xef\xbb\xbf{}"sv, "\xff\xfe{\0}\0"sv, "{}\0"sv, "{\0}"sv})
        CHECK(wrong(std::string(no_json)).expected == "valid JSON");
}

TEST_CASE("a NUL that is escaped is a character", "[answer]")
{
    auto const r = read(session("status", R"("O\u0000K")"));
    REQUIRE(r);
    CHECK(r->status == "O\0K"sv);
}

TEST_CASE("a megabyte of anything is read in time", "[answer]")
{
    constexpr std::size_t size = 1024 * 1024;
    auto const begun = std::chrono::steady_clock::now();
    for (std::string_view const piece : {"[", "{", "\"", "\\", "\\\"", "1", "-", "[],",
             "{\"a\":", "\"a\":1,", "\xc3", "\xc3\xab", "\"session_token\":", "\"session_token\":[",
             "eyJ", "eyJ.", "canary-key", "\\u", "canary-key/1", " ", "\\\\u0063"}) {
        auto const body = repeated(piece, size / piece.size());
        for (auto const& text : {body, session("_raw", "[\"" + body + "\"]"),
                 '{' + body + "\"b\":1}", "[" + body + "0]"}) {
            (void)read(text);
            (void)core::to_api_error(whole_answer(400, text));
        }
    }
    // A few seconds, or some more under a sanitizer; what is quadratic takes minutes.
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(60));
}

TEST_CASE("a compressed answer is an error that says so", "[answer]")
{
    for (auto const* const coding :
        {"gzip", "br", "deflate", "zstd", "gzip, br", "identity, gzip"}) {
        CAPTURE(coding);
        auto a = whole_answer(200, "\x1f\x8b\x08");
        a.http.headers.add("Content-Encoding", coding);
        auto const r = core::read_success<CreateSessionResponse>(std::move(a));
        REQUIRE_FALSE(r.has_value());
        auto const e = r.error();
        REQUIRE(e.is<response_validation_error>());
        CHECK(*e.get_if<response_validation_error>()
            == response_validation_error{"", "no content coding, for none was asked for", coding});
        CHECK_THAT(e.message(), ContainsSubstring("content coding"));
    }
    auto plain = whole_answer(200, session("", ""));
    plain.http.headers.add("content-encoding", "Identity");
    CHECK(core::read_success<CreateSessionResponse>(std::move(plain)).has_value());
}
