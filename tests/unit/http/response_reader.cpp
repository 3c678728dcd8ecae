#include <apideck/http/detail/response_reader.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <string>
#include <string_view>

// How an answer's end is found. Each text is read whole and in small pieces.

using apideck::http::limits;
using apideck::http::detail::response_reader;
using boost::system::error_code;

namespace {

struct reading {
    error_code error{};
    bool done{};
    bool keep_alive{};
    int status{};
    std::string headers{};
    std::string body{};
    std::size_t used{};

    friend bool operator==(reading const&, reading const&) = default;
};

enum class end { open, closed };

/// Feed a text in pieces of a size; what is not used up is offered again with the next.
reading read_in_pieces(std::string_view text, std::size_t piece, end e)
{
    limits const l;
    response_reader reader(l);
    reading out;
    std::string pending;
    while (!text.empty() && !out.error && !reader.done()) {
        pending += text.substr(0, piece);
        text.remove_prefix(std::min(piece, text.size()));
        auto const used = reader.put(boost::asio::buffer(pending), out.error);
        out.used += used;
        pending.erase(0, used);
    }
    if (!out.error && !reader.done() && e == end::closed)
        reader.put_eof(out.error);
    out.done = reader.done();
    out.keep_alive = reader.keep_alive();
    out.status = reader.response().status;
    out.headers = reader.response().headers.wire();
    out.body = reader.response().body;
    return out;
}

/// What the text is read as, in pieces of any size.
reading read(std::string_view text, end e = end::open)
{
    reading const whole = read_in_pieces(text, text.size(), e);
    for (std::size_t const piece : {1u, 2u, 3u, 7u}) {
        CAPTURE(piece);
        reading const pieces = read_in_pieces(text, piece, e);
        CHECK(pieces.error == whole.error);
        if (!whole.error)
            CHECK((pieces == whole));
    }
    return whole;
}

} // namespace

TEST_CASE("an answer's end is where its framing says", "[reader]")
{
    struct row {
        char const* what;
        std::string_view text;
        int status;
        char const* headers;
        char const* body;
    };
    constexpr row rows[] = {
        {"a content length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200,
            "Content-Length: 5\r\n", "hello"},
        {"a content length of zero", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200,
            "Content-Length: 0\r\n", ""},
        {"no reason phrase", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 200,
            "Content-Length: 0\r\n", ""},
        {"chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            200, "Transfer-Encoding: chunked\r\n", "hello"},
        {"chunks without content",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200,
            "Transfer-Encoding: chunked\r\n", ""},
        {"chunks without content, but with trailers",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: 1\r\n\r\n", 200,
            "Transfer-Encoding: chunked\r\n", ""},
        {"chunks with extensions, in upper case",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
            "A;x=\"y\"\r\n0123456789\r\n0;z\r\n\r\n",
            200, "Transfer-Encoding: Chunked\r\n", "0123456789"},
        {"chunks with trailers, which are dropped",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: 1\r\n\r\n"
            "2\r\nhi\r\n0\r\nA: 2\r\nX-Trailer: 3\r\n\r\n",
            200, "Transfer-Encoding: chunked\r\nA: 1\r\n", "hi"},
        {"no body by status 204", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", ""},
        {"no body by status 304, whatever the length",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", 304,
            "Content-Length: 5\r\n", ""},
    };
    for (auto const& [what, text, status, headers, body] : rows) {
        CAPTURE(what);
        auto const got = read(text);
        CHECK(got.error == error_code());
        CHECK(got.status == status);
        CHECK(got.headers == headers);
        CHECK(got.body == body);
        CHECK(got.used == text.size());
        CHECK(got.keep_alive);
        CHECK(got.done);
    }
}

TEST_CASE("an answer without framing ends with its connection", "[reader]")
{
    auto const got = read("HTTP/1.1 200 OK\r\nA: 1\r\n\r\nhello\r\n\r\nworld", end::closed);
    CHECK((got == reading{{}, true, false, 200, "A: 1\r\n", "hello\r\n\r\nworld", 39}));
    CHECK_FALSE(read("HTTP/1.1 200 OK\r\n\r\nhello").done);
    CHECK((
        read("HTTP/1.1 200 OK\r\n\r\n", end::closed) == reading{{}, true, false, 200, "", "", 19}));
}

TEST_CASE("header fields keep their order and lose the blanks around them", "[reader]")
{
    auto const got = read("HTTP/1.1 200 OK\r\nB:  1 \t\r\nA:2\r\nb: 3\r\nEmpty:\r\n"
                          "Utf: \xC3\xAB\r\nContent-Length: 0\r\n\r\n");
    CHECK(
        got.headers == "B: 1\r\nA: 2\r\nb: 3\r\nEmpty: \r\nUtf: \xC3\xAB\r\nContent-Length: 0\r\n");
}

TEST_CASE("what follows an answer is not used up", "[reader]")
{
    std::string_view const answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    auto const got = read_in_pieces(std::string(answer) + "HTTP/1.1 500", 1000, end::open);
    CHECK(got.done);
    CHECK(got.body == "hi");
    CHECK(got.used == answer.size());
}

TEST_CASE("an answer says whether its connection stays open", "[reader]")
{
    struct row {
        std::string_view head;
        bool keep_alive;
    };
    constexpr row rows[] = {
        {"HTTP/1.1 200 OK\r\n", true},
        {"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n", true},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\n", false},
        {"HTTP/1.1 200 OK\r\nconnection: Close\r\n", false},
        {"HTTP/1.1 200 OK\r\nConnection: x, close\r\n", false},
        {"HTTP/1.1 500 Oh\r\n", true},
        {"HTTP/1.0 200 OK\r\n", false},
        {"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n", true},
        {"HTTP/1.0 200 OK\r\nConnection: close\r\n", false},
    };
    for (auto const& [head, keep_alive] : rows) {
        CAPTURE(head);
        auto const got = read(std::string(head) + "Content-Length: 2\r\n\r\nhi");
        CHECK(got.done);
        CHECK(got.keep_alive == keep_alive);
    }
}
