// A server that closes a kept connection when, or just after, a request goes out on it. (See "pool" for
// servers that close while it is idle.)

#include "../support/catch.hpp"
#include "../support/kept.hpp"

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;
using testing::mock_ending;

TEST_CASE("a server that closes as the request goes out is replaced once, with retries alone")
{
    bool const tls = GENERATE(false, true);
    bool const retries = GENERATE(false, true);
    auto const what = GENERATE(fault::close, fault::reset);
    auto const at = GENERATE(std::size_t(0), std::size_t(1));
    CAPTURE(tls, retries, static_cast<int>(what), at);
    kept s(retries, tls);
    s.link->plan(what, way::request, at);
    auto const c = s.make_tested();
    REQUIRE(s.link->happened());
    s.check_followed(c, delivery::possibly, retry_reason::new_connection);
    CHECK(s.received("tested") == (retries ? 1 : 0));
    s.check_next_works();
}

TEST_CASE("a server that closes after the request is replaced once, with retries alone")
{
    bool const retries = GENERATE(false, true);
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    CAPTURE(retries, static_cast<int>(how));
    kept s(retries);
    s.f.mock->answer(mock_answer::disconnect(how));
    auto const c = s.make_tested();
    s.check_followed(c, delivery::possibly, retry_reason::new_connection);
    CHECK(s.received("tested") == (retries ? 2 : 1));
}

TEST_CASE("a connection is replaced once a call, also where a later attempt reuses one")
{
    kept s(true);
    s.f.mock->answer(mock_answer::disconnect());
    s.f.mock->answer(mock_answer::json(503, "{}"));
    s.f.mock->answer(mock_answer::disconnect());
    auto const c = s.make_tested();
    CHECK(c->value().http.status == 200);
    REQUIRE(s.seen.size() == 4);
    CHECK(s.seen[0].next == retry_reason::new_connection);
    CHECK(s.seen[2].reused_connection);
    CHECK(s.seen[2].delivery == delivery::possibly);
    CHECK(s.seen[2].next == retry_reason::backoff);
    CHECK(s.received("tested") == 4);
}

TEST_CASE("a server that closes in the middle of the head has answered: that is a failed attempt")
{
    bool const retries = GENERATE(false, true);
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate);
    auto const at = GENERATE(std::size_t(1), std::size_t(9), std::size_t(30));
    CAPTURE(retries, static_cast<int>(how), at);
    kept s(retries);
    auto answer = mock_answer::disconnect(how);
    answer.cut_after = at;
    s.f.mock->answer(answer);
    auto const c = s.make_tested();
    s.check_followed(c, delivery::certainly, retry_reason::backoff);
}
