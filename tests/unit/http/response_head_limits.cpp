#include <apideck/http/detail/response_reader.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/feed.hpp>

#include <boost/beast/http/error.hpp>

#include <cstddef>
#include <string>

// Limits of what stands around a body: heads, interim answers, and what frames chunks.

namespace bhttp = boost::beast::http;
using apideck::http::limits;
using apideck::http::detail::response_reader;
using apideck::tests::feed;
using apideck::tests::pieces;

TEST_CASE("the head of an answer is an error beyond its limit", "[reader]")
{
    limits const l{.head = 1024};
    auto const with_field_of = [](std::size_t size) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: " + std::string(size, 'x') + "\r\n\r\n";
    };
    for (auto const piece : pieces) {
        CAPTURE(piece);
        response_reader good(l);
        CHECK_FALSE(feed(good, with_field_of(900), piece));
        CHECK(good.done());
        response_reader long_field(l);
        CHECK(feed(long_field, with_field_of(1100), piece) == bhttp::error::header_limit);
        response_reader many_fields(l);
        std::string fields;
        for (int i = 0; i != 300; ++i)
            fields += "A: b\r\n";
        CHECK(feed(many_fields, "HTTP/1.1 200 OK\r\n" + fields + "\r\n", piece)
            == bhttp::error::header_limit);
        response_reader long_reason(l);
        CHECK(feed(long_reason, "HTTP/1.1 200 " + std::string(2000, 'x'), piece)
            == bhttp::error::header_limit);
    }
}

TEST_CASE("a head may have each byte of its limit and none more", "[reader]")
{
    limits const l{.head = 1024};
    // A text of `size` bytes before the body, which takes nothing of it.
    auto const padded = [](std::string const& before, std::size_t size, std::string const& after) {
        return before + std::string(size - before.size() - after.size(), 'x') + after + "hi";
    };
    std::string const status = "HTTP/1.1 200 OK\r\n";
    std::string const length = "Content-Length: 2\r\n\r\n";
    struct row {
        char const* what;
        std::string before;
        std::string after;
    };
    row const rows[] = {
        {"a field", status + "A: ", "\r\n" + length},
        {"the last field", status + "Content-Length: 2\r\nA: ", "\r\n\r\n"},
        {"a reason phrase", "HTTP/1.1 200 ", "\r\n" + length},
        {"both", "HTTP/1.1 200 " + std::string(500, 'y') + "\r\nA: ", "\r\n" + length},
        {"an interim answer", "HTTP/1.1 103 Early\r\nA: ", "\r\n\r\n" + status + length},
        {"what follows an interim answer", "HTTP/1.1 100 Continue\r\n\r\n" + status + "A: ",
            "\r\n" + length},
    };
    for (auto const& [what, before, after] : rows) {
        for (auto const piece : pieces) {
            CAPTURE(what, piece);
            response_reader good(l);
            CHECK_FALSE(feed(good, padded(before, 1024, after), piece));
            CHECK(good.done());
            CHECK(good.response().body == "hi");
            response_reader bad(l);
            CHECK(feed(bad, padded(before, 1025, after), piece) == bhttp::error::header_limit);
            CHECK_FALSE(bad.done());
        }
    }
}

TEST_CASE("what is beyond the limit of a head is not looked at", "[reader]")
{
    limits const l{.head = 1024};
    std::string const head = "HTTP/1.1 200 OK\r\nA: " + std::string(1000, 'x') + "\r\n";
    REQUIRE(head.size() < 1024);
    for (auto const piece : pieces) {
        CAPTURE(piece);
        response_reader beyond(l);
        CHECK(feed(beyond, head + "B: " + std::string(100, '\n'), piece)
            == bhttp::error::header_limit);
    }
}

TEST_CASE("what frames a body may be no longer than a head", "[reader]")
{
    limits const l{.head = 1024};
    std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::string const endless(5000, 'x');
    for (auto const piece : pieces) {
        CAPTURE(piece);
        response_reader good(l);
        CHECK_FALSE(feed(good,
            head + "1;" + endless.substr(0, 900) + "\r\ny\r\n0\r\nA: " + endless.substr(0, 900)
                + "\r\n\r\n",
            piece));
        CHECK(good.done());
        CHECK(good.response().body == "y");
        response_reader extension(l);
        CHECK(feed(extension, head + "1;" + endless, piece) == bhttp::error::header_limit);
        response_reader trailer(l);
        CHECK(feed(trailer, head + "1\r\ny\r\n0\r\nA: " + endless, piece)
            == bhttp::error::header_limit);
    }
}

TEST_CASE("what frames a chunk may have each byte of its limit and none more", "[reader]")
{
    limits const l{.head = 1024};
    std::string const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    struct row {
        char const* what;
        std::string before; // what is framed before it
        std::string frame;  // with an x to repeat
        std::string after;
    };
    row const rows[] = {
        {"the first chunk", head, "1;x\r\n", "y\r\n0\r\n\r\n"},
        {"the second chunk", head + "1\r\ny", "\r\n1;x\r\n", "y\r\n0\r\n\r\n"},
        {"a trailer", head + "1\r\ny", "\r\n0\r\nA: x\r\n\r\n", ""},
    };
    for (auto const& r : rows) {
        auto const with_frame_of = [&](std::size_t size) {
            auto longer = r.frame;
            return r.before + longer.insert(r.frame.find('x'), size - r.frame.size(), 'x') + r.after;
        };
        for (auto const piece : pieces) {
            CAPTURE(r.what, piece);
            response_reader good(l);
            CHECK_FALSE(feed(good, with_frame_of(1024), piece));
            CHECK(good.done());
            response_reader bad(l);
            CHECK(feed(bad, with_frame_of(1025), piece) == bhttp::error::header_limit);
        }
    }
}

TEST_CASE("interim answers and the final one's head together have one limit", "[reader]")
{
    limits const l{.head = 1024};
    std::string_view const interim = "HTTP/1.1 100 Continue\r\n\r\n"; // 25 bytes
    std::string_view const answer = "HTTP/1.1 204 No Content\r\n\r\n";
    auto const repeated = [&](int times) {
        std::string out;
        for (int i = 0; i != times; ++i)
            out += interim;
        return out;
    };
    for (auto const piece : pieces) {
        CAPTURE(piece);
        response_reader good(l);
        CHECK_FALSE(feed(good, repeated(39).append(answer), piece)); // 1002 bytes
        CHECK(good.done());
        response_reader endless(l);
        CHECK(feed(endless, repeated(40).append(answer), piece) == bhttp::error::header_limit);
        CHECK_FALSE(endless.done());
        response_reader full(l);
        CHECK_FALSE(feed(full, repeated(40) + "HTTP/1.1 103 Hinting\r\n\r\n", piece)); // 1024 bytes
        CHECK(feed(full, answer, piece) == bhttp::error::header_limit);
    }
}
