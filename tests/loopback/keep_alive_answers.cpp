// What a server says on a kept connection besides the one answer.

#include "../support/catch.hpp"
#include "../support/kept.hpp"

#include <string>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;
using testing::mock_ending;

namespace {

constexpr char const* too_late = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n"
                                 "Connection: close\r\n\r\n";

} // namespace

TEST_CASE("a connection on which something came while it was idle is not used again")
{
    auto const what = GENERATE(as<std::string>(), "x", "\r\n", too_late);
    bool const then_closes = GENERATE(false, true);
    CAPTURE(what, then_closes);
    kept s(false, false);
    s.link->inject(what);
    if (then_closes)
        s.link->now(fault::close);
    auto const c = s.make_tested();
    CHECK(c->value().http.status == 200);
    REQUIRE(s.seen.size() == 1);
    CHECK_FALSE(s.seen[0].reused_connection);
    s.f.check_pool(0, 1, 0, 2);
}

TEST_CASE("a 408 that meets the request on its way is its answer")
{
    bool const retries = GENERATE(false, true);
    kept s(retries, false);
    s.link->inject_at_next_request(too_late);
    s.link->plan(fault::close, way::request, 1);
    auto const c = s.make("tested"); // nobody can tell that the server did not see it
    s.settle();
    CHECK(s.received("tested") == (retries ? 1 : 0));
    if (retries)
        s.check_repeated(c, delivery::certainly, retry_reason::backoff);
    else
        CHECK(c->alternative<api_error>().status == 408);
    s.check_next_works();
}

TEST_CASE("what comes after an answer is no answer to the next request")
{
    bool const tls = GENERATE(false, true);
    bool const at_once = GENERATE(false, true);
    kept s(false, tls);
    std::string const answer = "HTTP/1.1 418 T\r\nContent-Length: 2\r\n\r\n{}";
    std::string const more = "HTTP/1.1 402 P\r\nContent-Length: 2\r\n\r\n{}";
    auto raw = mock_answer::bytes(at_once ? answer + more : answer);
    raw.unsolicited = at_once ? "" : more;
    s.f.mock->answer(raw);
    CHECK(s.make_tested()->alternative<api_error>().status == 418);
    s.check_next_works();
    CHECK(s.f.stats().opened == 2);
}

TEST_CASE("a connection that the server wants closed is closed by the client")
{
    auto const head = GENERATE(as<std::string>(), "HTTP/1.1 418 T\r\nConnection: close\r\n",
        "HTTP/1.0 418 T\r\n");
    kept s(false);
    s.f.mock->answer(mock_answer::bytes(head + "Content-Length: 2\r\n\r\n{}"));
    CHECK(s.make_tested()->alternative<api_error>().status == 418);
    CHECK(s.f.mock->open_connections() == 0);
    s.check_next_works();
}

TEST_CASE("interim answers are passed over, however they come")
{
    auto const pieces = GENERATE(std::size_t(0), std::size_t(1), std::size_t(26));
    kept s(false);
    auto raw = mock_answer::bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n"
                                  "Link: </x>\r\n\r\nHTTP/1.1 418 T\r\nContent-Length: 2\r\n\r\n{}");
    raw.piece_size = pieces;
    s.f.mock->answer(raw);
    CHECK(s.make_tested()->alternative<api_error>().status == 418);
    CHECK(s.seen[0].reused_connection);
    s.f.check_pool(0, 1, 0, 1);
}

TEST_CASE("a server that closes after an interim answer has received the request")
{
    bool const retries = GENERATE(false, true);
    kept s(retries);
    s.f.mock->answer(mock_answer::bytes("HTTP/1.1 100 Continue\r\n\r\n", mock_ending::close));
    auto const c = s.make_tested();
    s.check_followed(c, delivery::certainly, retry_reason::backoff);
}
