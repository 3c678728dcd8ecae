// Where the key comes from, and what happens when it is refused.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

namespace {

/// The keys that arrived, in order.
std::vector<std::string> sent_keys(loopback const& f)
{
    std::vector<std::string> out;
    for (auto const& r : f.mock->requests())
        out.emplace_back(r.headers.find("Authorization").value_or(""));
    return out;
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a provider may be a function, with or without a parameter, or a coroutine")
{
    auto const how = GENERATE(0, 1, 2, 3);
    api_key key;
    if (how == 0)
        key = [] { return "k"; };
    else if (how == 1)
        key = [](key_request) { return std::string("k"); };
    else if (how == 2)
        key = []() -> asio::awaitable<std::string> { co_return std::string("k"); };
    else
        key = [](key_request) -> asio::awaitable<std::string> {
            asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
            co_await timer.async_wait(asio::use_awaitable);
            co_return std::string("k");
        };
    loopback f(with_key(key));
    CHECK(f.make()->value().http.status == 200);
    CHECK(sent_keys(f) == strings{"Bearer k"});
}

TEST_CASE("a provider is asked before each attempt")
{
    std::vector<bool> asked;
    loopback f(with_key([&](key_request r) {
        asked.push_back(r.refresh);
        return "k" + std::to_string(asked.size());
    }));
    f.mock->answer(mock_answer::json(503, "{}"));
    CHECK(f.make()->value().http.status == 200);
    CHECK(sent_keys(f) == strings{"Bearer k1", "Bearer k2"});
    CHECK(asked == std::vector{false, false});
}

TEST_CASE("after a 401 a provider is asked for another key, and the request is sent with it")
{
    std::vector<bool> asked;
    loopback f(with_key([&](key_request r) {
        asked.push_back(r.refresh);
        return r.refresh ? "new" : "old";
    }));
    f.mock->answer(mock_answer::json(401, "{}"));
    auto const c = f.make();
    auto const& attempts = c->value().http.attempts;
    REQUIRE(attempts.size() == 2);
    CHECK(attempts[0].next == retry_reason::new_key);
    CHECK(attempts[0].wait == 0s);
    CHECK(sent_keys(f) == strings{"Bearer old", "Bearer new"});
    CHECK(asked == std::vector{false, true});
}

TEST_CASE("a provider is asked for another key once a call")
{
    int asked = 0;
    loopback f(with_key([&] { return "k" + std::to_string(++asked); }));
    f.mock->answer(mock_answer::json(401, "{}"));
    f.mock->answer(mock_answer::json(401, R"({"message":"second"})"));
    auto const c = f.make();
    CHECK(c->alternative<UnauthorizedResponse>().message == "second");
    CHECK(c->attempts().size() == 2);
    CHECK(asked == 2);
}

TEST_CASE("a refresh that gives no other key ends in the 401")
{
    bool const throws = GENERATE(false, true);
    loopback f(with_key([throws](key_request r) {
        if (r.refresh && throws)
            throw std::runtime_error("no other");
        return std::string("k");
    }));
    f.mock->answer(mock_answer::json(401, R"({"message":"M"})"));
    auto const c = f.make();
    CHECK(c->alternative<UnauthorizedResponse>().message == "M");
    CHECK(c->error().http()->status == 401);
    REQUIRE(c->attempts().size() == 1);
    CHECK(c->attempts()[0].next == retry_reason::none);
    CHECK(f.mock->requests().size() == 1);
}

TEST_CASE("a key that is text, or a policy without retries, means no refresh")
{
    bool const text = GENERATE(false, true);
    int asked = 0;
    loopback f([&](client_options& o) {
        if (!text) {
            o.retries = retry_policy::none();
            o.api_key = [&asked] { return "k" + std::to_string(++asked); };
        }
    });
    f.mock->answer(mock_answer::json(401, "{}"));
    CHECK(f.make()->error().is<UnauthorizedResponse>());
    CHECK(f.mock->requests().size() == 1);
    CHECK(asked == (text ? 0 : 1));
}
