#include <apideck/http/detail/response_reader.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/feed.hpp>

#include <boost/beast/http/error.hpp>

#include <string>
#include <string_view>

// What is no answer, and what frames one in a way that two readers could take differently
// (RFC 9112). Each text is read whole and in small pieces.

using apideck::http::limits;
using apideck::http::detail::response_reader;
using apideck::tests::feed;
using boost::beast::http::error;
using namespace std::string_view_literals;

namespace {

struct row {
    char const* what;
    std::string_view text;
    error why;
    error also = why; // of newer versions of Beast
};

void check_refused(row const& r)
{
    CAPTURE(r.what);
    limits const l;
    for (std::size_t const piece :
        {r.text.size(), std::size_t(1), std::size_t(2), std::size_t(7)}) {
        CAPTURE(piece);
        response_reader reader(l);
        auto const code = feed(reader, r.text, piece);
        CHECK((code == r.why || code == r.also));
        CHECK_FALSE(reader.done());
        CHECK_FALSE(reader.keep_alive());
    }
}

/// An answer with these fields, and what follows them.
std::string ok(std::string_view fields, std::string_view rest)
{
    return std::string("HTTP/1.1 200 OK\r\n").append(fields).append("\r\n\r\n").append(rest);
}

constexpr std::string_view chunked_hi = "2\r\nhi\r\n0\r\n\r\n";

} // namespace

TEST_CASE("what is no HTTP answer is an error", "[reader]")
{
    constexpr row rows[] = {
        {"another protocol", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n", error::bad_version},
        {"a TLS alert", "\x15\x03\x01\x00\x02\x02\x28\r\n\r\n"sv, error::bad_version},
        {"a request", "GET / HTTP/1.1\r\n\r\n", error::bad_version},
        {"an empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", error::bad_version},
        {"HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", error::bad_version},
        {"HTTP/0.9", "HTTP/0.9 200 OK\r\n\r\n", error::bad_version},
        {"a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", error::bad_status},
        {"a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", error::bad_status},
        {"a status that is no number", "HTTP/1.1 abc OK\r\n\r\n", error::bad_status},
        {"a status of zero", "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n", error::bad_status},
        {"a status below 100", "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", error::bad_status},
        {"a NUL in the reason phrase", "HTTP/1.1 200 O\0K\r\n\r\n"sv, error::bad_reason},
        {"lines that end in LF alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nhi\r\n\r\n",
            error::bad_reason},
        {"a field that ends in LF alone", "HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n",
            error::bad_value},
        {"a head that ends in LF alone", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\nhi\r\n\r\n",
            error::bad_field},
        {"a CR within a field", "HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n", error::bad_line_ending},
        {"a NUL in a field's value", "HTTP/1.1 200 OK\r\nA: 1\0\r\n\r\n"sv, error::bad_value},
        {"a NUL in a field's name", "HTTP/1.1 200 OK\r\nA\0: 1\r\n\r\n"sv, error::bad_field},
        {"a field without a colon", "HTTP/1.1 200 OK\r\nNoColon\r\n\r\n", error::bad_field},
        {"a blank in a field's name", "HTTP/1.1 200 OK\r\nA B: 1\r\n\r\n", error::bad_field},
        {"a blank before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n",
            error::bad_field},
        {"a field without a name", "HTTP/1.1 200 OK\r\n: 1\r\n\r\n", error::bad_field},
        {"a first field that goes on", "HTTP/1.1 200 OK\r\n A: 1\r\n\r\n", error::bad_field},
    };
    for (auto const& one : rows)
        check_refused(one);
}

TEST_CASE("a protocol that nobody asked for is an error", "[reader]")
{
    limits const l;
    for (std::size_t const piece : {1u, 100u}) {
        response_reader reader(l);
        CHECK(feed(reader, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", piece)
            == error::bad_status);
        CHECK_FALSE(reader.done());
    }
}

TEST_CASE("a length that could be taken in two ways is an error", "[reader]")
{
    for (std::string_view const length : {"x", "", "-1", "+1", "0x1", "1 1", "1;1", "1.0",
             "18446744073709551616", "18446744073709551617", "99999999999999999999"}) {
        CAPTURE(length);
        check_refused({"a length", ok("Content-Length: " + std::string(length), "y"),
            error::bad_content_length});
    }
    check_refused({"two that differ", ok("Content-Length: 1\r\nContent-Length: 2", "yy"),
        error::multiple_content_length});
    check_refused({"a list", ok("Content-Length: 1, 2", "yy"), error::multiple_content_length});
}

TEST_CASE("a length that stands there twice counts once", "[reader]")
{
    limits const l;
    for (auto const* const fields :
        {"Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2, 2"}) {
        response_reader reader(l);
        CHECK_FALSE(feed(reader, ok(fields, "hi"), 1000));
        CHECK(reader.done());
        CHECK(reader.response().body == "hi");
    }
}

TEST_CASE("chunks beside something else are an error", "[reader]")
{
    struct framing {
        std::string_view fields;
        error why = error::bad_transfer_encoding;
        error also = why;
    };
    for (auto const& one : {framing{"Content-Length: 2\r\nTransfer-Encoding: chunked"},
             framing{"Transfer-Encoding: chunked\r\nContent-Length: 2", error::bad_content_length},
             framing{"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"},
             framing{"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"},
             framing{"Transfer-Encoding: chunked, chunked"},
             framing{"Transfer-Encoding: gzip, chunked"},
             framing{"Transfer-Encoding: chunked, gzip"}, framing{"Transfer-Encoding: gzip"},
             framing{"Transfer-Encoding: identity\r\nContent-Length: 12",
                 error::bad_transfer_encoding, error::bad_content_length},
             framing{"Transfer-Encoding: xchunked\r\nContent-Length: 12",
                 error::bad_transfer_encoding, error::bad_content_length},
             framing{"Transfer-Encoding: \"chunked\""}, framing{"Transfer-Encoding: "},
             framing{"Transfer-Encoding: \vchunked", error::bad_value}}) {
        CAPTURE(one.fields);
        check_refused({"chunks", ok(one.fields, chunked_hi), one.why, one.also});
    }
    check_refused({"HTTP/1.0 has no chunks",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: "
        "chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        error::bad_transfer_encoding});
}

TEST_CASE("a chunk whose end could be taken in two ways is an error", "[reader]")
{
    struct chunk {
        std::string_view text;
        error why = error::bad_chunk;
    };
    for (auto const& one :
        {chunk{"x\r\n"}, chunk{"-2\r\nhi\r\n"}, chunk{"10000000000000002\r\nhi\r\n"},
            chunk{"0x2\r\nhi\r\n0\r\n\r\n", error::bad_chunk_extension},
            chunk{"2 \r\nhi\r\n", error::bad_chunk_extension},
            chunk{"2\nhi\r\n0\r\n\r\n", error::bad_chunk_extension},
            chunk{"2;a\nb\r\nhi\r\n0\r\n\r\n", error::bad_chunk_extension},
            chunk{"1\r\nhi\r\n0\r\n\r\n"}, chunk{"2\r\nhiX0\r\n\r\n"},
            chunk{"2\r\nhi\r\n0\r\nno colon\r\n\r\n", error::bad_field},
            chunk{"2\r\nhi\r\n0\r\nContent-Length: 5\r\n\r\n", error::bad_content_length},
            chunk{"2\r\nhi\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
                error::bad_transfer_encoding}}) {
        CAPTURE(one.text);
        check_refused({"a chunk", ok("Transfer-Encoding: chunked", one.text), one.why});
    }
}

TEST_CASE("a field that goes on in the next line is one line", "[reader]")
{
    // RFC 9112 section 5.2 has a user agent take it so.
    limits const l;
    response_reader reader(l);
    CHECK_FALSE(feed(reader, ok("A: b\r\n \tc\r\nContent-Length:\r\n 2", "hi"), 1));
    CHECK(reader.done());
    CHECK(reader.response().headers.find("a") == "b c");
    CHECK(reader.response().body == "hi");
}
