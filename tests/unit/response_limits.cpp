#include <apideck/http/detail/response_reader.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/feed.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// Limits of an answer, answers that are cut off, and interim answers.

namespace bhttp = boost::beast::http;
using apideck::http::limits;
using apideck::http::detail::response_reader;
using apideck::tests::feed;
using boost::system::error_code;

namespace {

/// The text of an answer with a body of `size` bytes, framed in one of three ways.
std::string answer_of(int status, std::size_t size, char const* framing)
{
    std::string head = "HTTP/1.1 " + std::to_string(status) + " X\r\n";
    std::string const body(size, 'x');
    if (framing == std::string_view("length"))
        return head + "Content-Length: " + std::to_string(size) + "\r\n\r\n" + body;
    if (framing == std::string_view("eof"))
        return head + "\r\n" + body;
    head += "Transfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i != size; ++i)
        head += "1\r\nx\r\n";
    return head + "0\r\n\r\n";
}

// 24: the first line of a 100 and a byte, and whole header fields of six bytes and no more than a byte.
constexpr std::size_t pieces[] = {1, 5, 24, 100'000};

} // namespace

TEST_CASE("the body of a success is an error beyond its limit", "[reader]")
{
    limits const l{.body = 100, .error_body = 10};
    for (char const* const framing : {"length", "chunks", "eof"}) {
        for (auto const piece : pieces) {
            CAPTURE(framing, piece);
            response_reader good(l);
            CHECK_FALSE(feed(good, answer_of(200, 100, framing), piece));
            CHECK(good.response().body.size() == 100);
            CHECK_FALSE(good.response().body_truncated);

            response_reader bad(l);
            CHECK(feed(bad, answer_of(200, 101, framing), piece) == bhttp::error::body_limit);
            CHECK_FALSE(bad.keep_alive());
        }
    }
}

TEST_CASE("any other body is cut at its limit, and its connection not used again", "[reader]")
{
    limits const l{.body = 10, .error_body = 100};
    for (int const status : {301, 400, 404, 500}) {
        for (char const* const framing : {"length", "chunks", "eof"}) {
            for (auto const piece : pieces) {
                CAPTURE(status, framing, piece);
                response_reader whole(l);
                CHECK_FALSE(feed(whole, answer_of(status, 100, framing), piece));
                CHECK(whole.response().body == std::string(100, 'x'));
                CHECK_FALSE(whole.response().body_truncated);

                response_reader cut(l);
                CHECK_FALSE(feed(cut, answer_of(status, 101, framing), piece));
                CHECK(cut.done());
                CHECK(cut.response().body == std::string(100, 'x'));
                CHECK(cut.response().body_truncated);
                CHECK_FALSE(cut.keep_alive());
            }
        }
    }
}

TEST_CASE("a length beyond all memory does no harm", "[reader]")
{
    limits const l;
    response_reader success(l);
    CHECK(feed(success, "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nx", 1000)
        == bhttp::error::body_limit);
    response_reader failure(l);
    CHECK_FALSE(
        feed(failure, "HTTP/1.1 500 X\r\nContent-Length: 18446744073709551615\r\n\r\nx", 1000));
    CHECK_FALSE(failure.done());
    CHECK(failure.response().body == "x");
    CHECK(failure.response().body.capacity() <= 2 * l.error_body);
}

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

TEST_CASE("an answer that is cut off is an error", "[reader]")
{
    constexpr std::string_view whole[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"
        "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno",
    };
    limits const l;
    for (auto const text : whole) {
        for (std::size_t size = 0; size != text.size(); ++size) {
            CAPTURE(text, size);
            response_reader reader(l);
            REQUIRE_FALSE(feed(reader, text.substr(0, size), 1000));
            CHECK_FALSE(reader.done());
            CHECK(reader.started() == (size != 0));
            error_code ec;
            reader.put_eof(ec);
            CHECK(ec == (size == 0 ? bhttp::error::end_of_stream : bhttp::error::partial_message));
        }
        response_reader reader(l);
        CHECK_FALSE(feed(reader, text, 1000));
        CHECK(reader.done());
    }
}

TEST_CASE("interim answers are passed over", "[reader]")
{
    limits const l;
    for (auto const piece : pieces) {
        CAPTURE(piece);
        response_reader reader(l);
        std::string_view const interim
            = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
        CHECK_FALSE(feed(reader, interim, piece));
        CHECK_FALSE(reader.head_done());
        CHECK_FALSE(reader.done());
        CHECK_FALSE(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", piece));
        CHECK(reader.head_done());
        CHECK_FALSE(reader.done());
        CHECK_FALSE(feed(reader, "hi", piece));
        CHECK(reader.done());
        CHECK(reader.keep_alive());
        CHECK(reader.response().status == 200);
        CHECK(reader.response().headers.wire() == "Content-Length: 2\r\n");
        CHECK(reader.response().body == "hi");
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

TEST_CASE("no bytes are no answer and no error", "[reader]")
{
    limits const l;
    response_reader reader(l);
    error_code ec;
    CHECK(reader.put(boost::asio::const_buffer(), ec) == 0);
    CHECK_FALSE(ec);
    CHECK_FALSE(reader.started());
    CHECK_FALSE(reader.done());
}
