// Servers that send more than anybody wants, or not what they say.

#include "../support/catch.hpp"
#include "../support/endless.hpp"

#include <boost/beast/http/error.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using http_error = boost::beast::http::error;

namespace {

std::string head(int status, std::string const& framing)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\n"
        + framing + "\r\n";
}

/// An answer of a status whose body goes on and on.
struct framing {
    char const* what;
    char const* fields;
    std::string piece;
};

std::vector<framing> framings()
{
    std::string const text(16 * 1024, 'x');
    std::string small;
    for (int i = 0; i != 2000; ++i)
        small += "1;a=b\r\nx\r\n";
    return {{"a length of 100 MB", "Content-Length: 100000000\r\n", text},
        {"a length of 2^64 - 1", "Content-Length: 18446744073709551615\r\n", text},
        {"large chunks", "Transfer-Encoding: chunked\r\n", "4000\r\n" + text + "\r\n"},
        {"small chunks", "Transfer-Encoding: chunked\r\n", small},
        {"a chunk of 2^64 - 1", "Transfer-Encoding: chunked\r\n", ""}, {"no length", "", text}};
}

byte_script script(int status, framing const& f)
{
    if (f.piece.empty())
        return {.text = head(status, f.fields) + "ffffffffffffffff\r\n",
            .piece = std::string(10'000, 'x')};
    return {.text = head(status, f.fields), .piece = f.piece};
}

} // namespace

TEST_CASE("an error page of 100 MB is cut at its limit, and the connection closed", "[hostile]")
{
    for (auto const& one : framings()) {
        int const status = one.what[0] == 'a' ? 503 : 422;
        CAPTURE(one.what);
        endless_answer answer(script(status, one));
        auto const c = answer.make();
        CHECK(c->error().http()->status == status);
        CHECK(c->error().is<UnprocessableResponse>() == (status == 422));
        CHECK(c->error().body() == std::string(64 * 1024, 'x'));
        CHECK(c->error().body_truncated());
        answer.check_left();
    }
}

TEST_CASE("an answer of success of 100 MB is left at its limit, which the error names", "[hostile]")
{
    for (auto const& one : framings()) {
        CAPTURE(one.what);
        endless_answer answer(
            script(200, one), [](client_options& o) { o.limits.body = 256 * 1024; });
        auto const c = answer.make();
        auto const& e = c->alternative<connection_error>();
        CHECK(e.code == http_error::body_limit);
        CHECK(e.reason == "limits.body is 262144 bytes");
        CHECK(e.stage == stage::read_body);
        CHECK(c->error().delivery() == delivery::certainly);
        CHECK(c->attempts().size() == 1);
        answer.check_left();
    }
}

TEST_CASE("a body that trickles without an end is left at the limit of an attempt", "[hostile]")
{
    // 2,000 bytes of an extension for each byte of the body: no limit of size is near.
    std::string const piece = "1;" + std::string(2'000, 'a') + "\r\nx\r\n";
    endless_answer answer({.text = head(200, "Transfer-Encoding: chunked\r\n"),
        .piece = piece,
        .most = 100'000'000'000});
    answer.options.attempt_timeout = 100ms;
    auto const c = answer.make();
    auto const& e = c->alternative<timeout_error>();
    CHECK(e.limit == http::time_limit::attempt);
    CHECK(e.stage == stage::read_body);
    CHECK(c->took < 5s);
    answer.check_memory();
}

TEST_CASE("what frames an answer in two ways is an error that is not retried", "[hostile]")
{
    struct row {
        char const* fields;
        http_error why;
    };
    auto const one = GENERATE(row{"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                                  http_error::bad_transfer_encoding},
        row{"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", http_error::bad_content_length},
        row{"Content-Length: 2\r\nContent-Length: 3\r\n", http_error::multiple_content_length},
        row{"Transfer-Encoding: gzip, chunked\r\n", http_error::bad_transfer_encoding},
        row{"Content-Length: -1\r\n", http_error::bad_content_length},
        row{"Content-Length: 18446744073709551616\r\n", http_error::bad_content_length});
    CAPTURE(one.fields);
    endless_answer answer({.text = head(GENERATE(200, 503), one.fields) + "2\r\n{}\r\n0\r\n\r\n"});
    auto const c = answer.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == one.why);
    CHECK_THAT(c->error().message(), ContainsSubstring(e.code.message()));
    CHECK(e.reason == "the answer is not one that can be taken");
    CHECK(c->attempts().size() == 1);
    answer.check_left();
}
