// Servers whose answer has no end before its body begins: each is left at a limit.

#include "../support/catch.hpp"
#include "../support/endless.hpp"

#include <boost/beast/http/error.hpp>

#include <string>

using namespace apideck;
using namespace apideck::tests;
using http_error = boost::beast::http::error;

namespace {

/// The call ends with an error that names the limit of the head, or newer Beast's own of extensions.
void check_names_limit(endless_answer& answer, stage where, bool extension = false)
{
    auto const c = answer.make();
    auto const& e = c->alternative<connection_error>();
    if (extension && e.code == http_error::bad_chunk_extension) {
        CHECK(e.reason == "a chunk's extension is malformed, or longer than Boost.Beast takes");
    } else {
        CHECK(e.code == http_error::header_limit);
        CHECK(e.reason == "limits.head is 32768 bytes");
    }
    CHECK(e.stage == where);
    CHECK(c->error().delivery() == delivery::certainly);
    CHECK(c->attempts().size() == 1);
    answer.check_left();
}

std::string repeated(std::string const& text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i != times; ++i)
        out += text;
    return out;
}

} // namespace

TEST_CASE("a head without an end is left at its limit", "[hostile]")
{
    struct row {
        char const* what;
        std::string text;
        std::string piece;
    };
    auto const one = GENERATE(row{"fields", "HTTP/1.1 200 OK\r\n", repeated("A: b\r\n", 1000)},
        row{"a field", "HTTP/1.1 200 OK\r\nA: ", repeated("b", 10'000)},
        row{"a name", "HTTP/1.1 200 OK\r\n", repeated("a", 10'000)},
        row{"a folded field", "HTTP/1.1 200 OK\r\nA: b\r\n", repeated(" c\r\n", 1000)},
        row{"a reason phrase", "HTTP/1.1 200 ", repeated("b", 10'000)},
        row{"no line at all", "HTTP/1.1 200 OK\r\n", std::string(10'000, 'H')});
    CAPTURE(one.what);
    endless_answer answer({.text = one.text, .piece = one.piece});
    check_names_limit(answer, stage::read_head);
}

TEST_CASE("interim answers without an end are left at the limit of a head", "[hostile]")
{
    endless_answer answer(
        {.piece = repeated("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 100)});
    check_names_limit(answer, stage::read_head);
}

TEST_CASE("what stands around chunks is left at the limit of a head", "[hostile]")
{
    struct row {
        char const* what;
        std::string text;
        std::string piece;
        bool extension = false;
    };
    std::string const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                             "Transfer-Encoding: chunked\r\n\r\n";
    auto const one = GENERATE_COPY(row{"an extension", head + "1;a=", repeated("b", 10'000), true},
        row{"extensions", head + "1", repeated(";a=b", 1000), true},
        row{"trailers", head + "2\r\n{}\r\n0\r\n", repeated("A: b\r\n", 1000)},
        row{"a trailer", head + "2\r\n{}\r\n0\r\nA: ", repeated("b", 10'000)});
    CAPTURE(one.what);
    endless_answer answer({.text = one.text, .piece = one.piece});
    check_names_limit(answer, stage::read_body, one.extension);
}
