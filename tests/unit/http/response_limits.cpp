#include <apideck/http/detail/response_reader.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/feed.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

// Limits of a body, answers that are cut off, and interim answers.

namespace bhttp = boost::beast::http;
using apideck::http::limits;
using apideck::http::detail::response_reader;
using apideck::tests::feed;
using apideck::tests::pieces;
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

    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    limits const none{.body = most, .error_body = most};
    for (char const* const length : {"18446744073709551615", "4611686018427387904"}) {
        response_reader without_limits(none);
        CHECK_FALSE(feed(without_limits,
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::string(length) + "\r\n\r\nx", 1000));
        CHECK(without_limits.response().body == "x");
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
