#include <apideck/http/detail/address_cache.hpp>

#include <tests/support/asking.hpp>
#include <tests/support/catch.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace apideck::http;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE_METHOD(asking, "an answer is used again until its time is over", "[address_cache]")
{
    auto const first = ask();
    CHECK(first->answers == 0);
    answer(0, {at(1), at(2)});
    CHECK(first->got({at(1), at(2)}));
    now += 30s - 1ns;
    CHECK(ask()->got({at(1), at(2)}));
    CHECK(asked.size() == 1);
    now += 1ns;
    auto const later = ask();
    CHECK(later->answers == 0);
    CHECK(asked.size() == 2);
    answer(1, {at(3)});
    CHECK(later->got({at(3)}));
}

TEST_CASE_METHOD(asking, "an answer's time begins when it comes", "[address_cache]")
{
    ask();
    now += 20s;
    answer(0, {at(1)});
    now += 20s;
    CHECK(ask()->got({at(1)}));
}

TEST_CASE_METHOD(asking, "without a time each who asks gets a lookup", "[address_cache]")
{
    ttl = 0s;
    cache = make();
    auto const a = ask();
    auto const b = ask();
    CHECK(asked.size() == 2);
    answer(1, {at(2)});
    CHECK(b->got({at(2)}));
    CHECK(a->answers == 0);
    answer(0, {at(1)});
    CHECK(a->got({at(1)}));
    ask();
    CHECK(asked.size() == 3);
}

TEST_CASE_METHOD(asking, "those who ask at the same time share a lookup", "[address_cache]")
{
    auto const a = ask();
    auto const b = ask();
    CHECK(asked.size() == 1);
    SECTION("and its answer")
    {
        answer(0, {at(1)});
        CHECK(a->got({at(1)}));
        CHECK(b->got({at(1)}));
        CHECK(a->answer == b->answer);
    }
    SECTION("and its error, which nobody else gets")
    {
        answer(0, {}, asio::error::host_not_found_try_again);
        CHECK(a->failed(asio::error::host_not_found_try_again));
        CHECK(b->failed(asio::error::host_not_found_try_again));
        CHECK(ask()->answers == 0);
        CHECK(asked.size() == 2);
    }
}

TEST_CASE_METHOD(asking, "hosts and ports are looked up apart", "[address_cache]")
{
    auto const a = ask("a.test", 443);
    auto const b = ask("b.test", 443);
    auto const c = ask("a.test", 8443);
    CHECK(asked == std::vector<std::string>{"a.test 443", "b.test 443", "a.test 8443"});
    for (unsigned i = 0; i != 3; ++i)
        answer(i, {at(i)});
    CHECK(a->got({at(0)}));
    CHECK(b->got({at(1)}));
    CHECK(c->got({at(2)}));
    CHECK(ask("b.test", 443)->got({at(1)}));
}

TEST_CASE_METHOD(asking, "an answer that is forgotten is asked for again", "[address_cache]")
{
    auto const first = ask();
    answer(0, {at(1)});
    cache->forget("example.test", 8443, first->answer, {});
    CHECK(ask()->got({at(1)}));
    cache->forget("example.test", 443, first->answer, {});
    auto const second = ask();
    CHECK(asked.size() == 2);
    // The first is no more what is kept: forgetting it again must not take the second away.
    answer(1, {at(1)});
    cache->forget("example.test", 443, first->answer, {});
    CHECK(ask()->answer == second->answer);
}

TEST_CASE_METHOD(asking, "a lookup that is forgotten is begun anew, once", "[address_cache]")
{
    auto const ask_for = [&](std::shared_ptr<asker> const& who) {
        return cache->ask(context.get_executor(), "example.test", 443, who);
    };
    auto const one = std::make_shared<asker>();
    auto const other = std::make_shared<asker>();
    auto const first = ask_for(one);
    CHECK(ask_for(other).lock() == first.lock());
    cache->forget("example.test", 443, nullptr, first);
    auto const late = std::make_shared<asker>();
    auto const second = ask_for(late);
    CHECK(asked.size() == 2);
    // The other one waited for the first, and has nothing against the second.
    cache->forget("example.test", 443, nullptr, first);
    CHECK(ask_for(std::make_shared<asker>()).lock() == second.lock());
    CHECK(asked.size() == 2);
    answer(0, {at(1)});
    CHECK(one->got({at(1)}));
    CHECK(other->got({at(1)}));
    CHECK(late->answers == 0);
}

TEST_CASE_METHOD(asking, "the answer that is kept longest makes room", "[address_cache]")
{
    auto const name = [](std::size_t i) { return std::to_string(i) + ".test"; };
    for (std::size_t i = 0; i != address_cache::capacity + 1; ++i) {
        ask(name(i));
        answer(i, {at(static_cast<unsigned>(i))});
        now += 1ms;
    }
    CHECK(ask(name(1))->got({at(1)}));
    CHECK(ask(name(address_cache::capacity))->answers == 1);
    CHECK(ask(name(0))->answers == 0);
}

TEST_CASE_METHOD(asking, "an address is its own answer, and localhost loopback", "[address_cache]")
{
    using asio::ip::make_address;
    CHECK(ask("127.0.0.9")->got({at(9)}));
    CHECK(ask("::1", 80)->got({{make_address("::1"), 80}}));
    CHECK(asked.empty());
    // A resolver of the caller's is asked for localhost, too.
    ask("localhost");
    CHECK(asked.size() == 1);
    cache = std::make_shared<address_cache>(nullptr, ttl);
    CHECK(ask("LocalHost")->got({at(1), {make_address("::1"), 443}}));
}

TEST_CASE_METHOD(asking, "without a resolver of the caller's the system's is asked", "[address_cache]")
{
    cache = std::make_shared<address_cache>(nullptr, ttl);
    // An address in a form that getaddrinfo alone knows, so that no DNS server is asked.
    auto const a = ask("127.9");
    CHECK(a->answers == 0);
    context.run();
    CHECK(a->got({at(9)}));
}
