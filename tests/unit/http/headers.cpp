#include <apideck/http/headers.hpp>

#include <tests/support/catch.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using apideck::http::headers;

namespace {

using list = std::vector<std::pair<std::string, std::string>>;

list list_of(headers const& fields)
{
    list out;
    for (auto const [name, value] : fields)
        out.emplace_back(name, value);
    return out;
}

} // namespace

TEST_CASE("header fields are iterated in the order in which they were added", "[headers]")
{
    headers const fields{{"B", "1"}, {"A", "2"}, {"B", "3"}, {"C", ""}};
    CHECK(list_of(fields) == list{{"B", "1"}, {"A", "2"}, {"B", "3"}, {"C", ""}});
    CHECK_FALSE(fields.empty());
}

TEST_CASE("no header fields are empty", "[headers]")
{
    headers const none;
    CHECK(none.empty());
    CHECK(list_of(none).empty());
    CHECK(none.wire().empty());
    CHECK_FALSE(none.find("a"));
    CHECK(none == headers{});
}

TEST_CASE("a header is found whatever the case of its name", "[headers]")
{
    headers const fields{{"Content-Type", "text/html"}, {"x-id", "1"}};
    for (std::string_view const name : {"Content-Type", "content-type", "CONTENT-TYPE"}) {
        CAPTURE(name);
        CHECK(fields.find(name) == "text/html");
    }
    CHECK(fields.find("X-ID") == "1");
    for (std::string_view const name :
        {"Content", "Content-Type2", "", "ontent-Type", "text/html"}) {
        CAPTURE(name);
        CHECK_FALSE(fields.find(name));
    }
}

TEST_CASE("of several headers of a name the first is found", "[headers]")
{
    headers const fields{{"Other", "0"}, {"via", "1"}, {"Via", "2"}};
    CHECK(fields.find("VIA") == "1");
}

TEST_CASE("a header without a value is found as empty", "[headers]")
{
    headers const fields{{"A", ""}, {"B", "b"}};
    CHECK(fields.find("a") == "");
    CHECK(fields.find("b") == "b");
}

TEST_CASE("only ASCII letters have two cases in a header's name", "[headers]")
{
    using apideck::http::same_name;
    CHECK(same_name("abcXYZ-019_", "ABCxyz-019_"));
    CHECK(same_name("", ""));
    CHECK_FALSE(same_name("a", ""));
    CHECK_FALSE(same_name("ab", "a"));
    // Neighbours of the letters whose codes differ in the bit of the case.
    CHECK_FALSE(same_name("@", "`"));
    CHECK_FALSE(same_name("[", "{"));
    CHECK_FALSE(same_name("\xC4", "\xE4"));
}

TEST_CASE("header fields stand on the wire as lines", "[headers]")
{
    headers fields{{"Host", "example.com"}, {"Empty", ""}};
    fields.add("Time", "10:20: 30");
    CHECK(fields.wire() == "Host: example.com\r\nEmpty: \r\nTime: 10:20: 30\r\n");
    CHECK(fields.find("time") == "10:20: 30");
}

TEST_CASE("a line break can't begin another header", "[headers]")
{
    headers const fields{{"A\r\nB: 1", "2\r\nC: 3\n\nD: 4\r"}};
    CHECK(fields.wire() == "A  B: 1: 2  C: 3  D: 4 \r\n");
    CHECK(list_of(fields).size() == 1);
    CHECK_FALSE(fields.find("B"));
    CHECK_FALSE(fields.find("C"));
}

TEST_CASE("each occurrence of a secret in header fields is replaced", "[headers]")
{
    headers fields{{"x-key", "key"}, {"Echo", "<key> and key"}, {"Other", "ke y"}};
    fields.redact("key");
    CHECK(list_of(fields)
        == list{{"x-<redacted>", "<redacted>"}, {"Echo", "<<redacted>> and <redacted>"},
            {"Other", "ke y"}});
}

TEST_CASE("no secret at all leaves header fields as they are", "[headers]")
{
    headers fields{{"A", "1"}};
    fields.redact("");
    CHECK(list_of(fields) == list{{"A", "1"}});
}

TEST_CASE("a replacement that holds the secret is made once", "[headers]")
{
    headers fields{{"A", "aa"}};
    fields.redact("a", "[a]");
    CHECK(list_of(fields) == list{{"A", "[a][a]"}});
}

TEST_CASE("a secret that looks like the end of a name does not break header fields", "[headers]")
{
    for (std::string_view const secret : {":", ": ", "A: b", "\r\n", "\n"}) {
        CAPTURE(secret);
        headers fields{{"A", "b"}, {"C", ""}};
        fields.redact(secret);
        CHECK(list_of(fields) == list{{"A", "b"}, {"C", ""}});
    }
}
