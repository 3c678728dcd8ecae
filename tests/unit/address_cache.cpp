#include <apideck/http/detail/address_cache.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// The test is the resolver: it answers when and what it likes. Time stands unless the test moves it.

namespace asio = boost::asio;
using apideck::duration;
using apideck::time_point;
using namespace apideck::http;
using detail::address_cache;
using detail::endpoints;
using namespace std::chrono_literals;

namespace {

asio::ip::tcp::endpoint at(unsigned last)
{
    return {asio::ip::address_v4(0x7f000000 + last), 443};
}

struct asker final : address_cache::waiter {
    void on_answer(boost::system::error_code ec, address_cache::answer found) override
    {
        ++answers;
        error = ec;
        answer = std::move(found);
    }
    [[nodiscard]] bool got(endpoints const& expected) const
    {
        return answers == 1 && !error && answer && *answer == expected;
    }
    [[nodiscard]] bool failed(boost::system::error_code ec) const
    {
        return answers == 1 && error == ec && !answer;
    }

    int answers = 0;
    boost::system::error_code error;
    address_cache::answer answer;
};

struct fixture {
    asio::io_context context;
    time_point now{};
    duration ttl = 30s;
    std::vector<std::string> asked;
    std::vector<resolve_handler> lookups; // Boost 1.81 can't assign one
    std::shared_ptr<address_cache> cache = make();

    std::shared_ptr<address_cache> make()
    {
        return std::make_shared<address_cache>(
            [this](std::string const& host, std::uint16_t port, resolve_handler h) {
                asked.push_back(host + ' ' + std::to_string(port));
                lookups.push_back(std::move(h));
            },
            ttl, [this] { return now; });
    }

    std::shared_ptr<asker> ask(std::string const& host = "example.test", std::uint16_t port = 443)
    {
        auto const out = std::make_shared<asker>();
        cache->ask(context.get_executor(), host, port, out);
        return out;
    }

    void answer(std::size_t lookup, endpoints found, boost::system::error_code ec = {})
    {
        std::move(lookups.at(lookup))(ec, std::move(found));
        poll();
    }

    void poll()
    {
        context.restart();
        context.poll();
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "an answer is used again until its time is over", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "an answer's time begins when it comes", "[address_cache]")
{
    ask();
    now += 20s;
    answer(0, {at(1)});
    now += 20s;
    CHECK(ask()->got({at(1)}));
}

TEST_CASE_METHOD(fixture, "without a time each who asks gets a lookup", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "those who ask at the same time share a lookup", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "an answer without addresses is host_not_found", "[address_cache]")
{
    auto const a = ask();
    answer(0, {});
    CHECK(a->failed(asio::error::host_not_found));
    ask();
    CHECK(asked.size() == 2);
}

TEST_CASE_METHOD(fixture, "hosts and ports are looked up apart", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "an answer that is forgotten is asked for again", "[address_cache]")
{
    auto const first = ask();
    answer(0, {at(1)});
    cache->forget("example.test", 8443, first->answer);
    CHECK(ask()->got({at(1)}));
    cache->forget("example.test", 443, first->answer);
    auto const second = ask();
    CHECK(asked.size() == 2);
    // The first is no more what is kept: forgetting it again must not take the second away.
    answer(1, {at(1)});
    cache->forget("example.test", 443, first->answer);
    CHECK(ask()->answer == second->answer);
}

TEST_CASE_METHOD(fixture, "a resolver that drops its handler is asked again", "[address_cache]")
{
    auto const lost = ask();
    CHECK(lost.use_count() == 2);
    lookups.clear();
    CHECK(lost.use_count() == 1);
    auto const next = ask();
    CHECK(asked.size() == 2);
    answer(0, {at(1)});
    CHECK(next->got({at(1)}));
    CHECK(lost->answers == 0);
}

TEST_CASE_METHOD(fixture, "a lookup that hangs is not shared for ever", "[address_cache]")
{
    auto const hangs = ask();
    now += 30s;
    auto const next = ask();
    CHECK(asked.size() == 2);
    answer(1, {at(2)});
    CHECK(next->got({at(2)}));
    // When it answers at last, it does so to those who asked it.
    answer(0, {at(1)});
    CHECK(hangs->got({at(1)}));
    CHECK(next->answers == 1);
    CHECK(ask()->got({at(2)}));
}

TEST_CASE_METHOD(fixture, "the answer that is kept longest makes room", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "a resolver that throws has not found the host", "[address_cache]")
{
    bool const answers_too = GENERATE(false, true);
    cache = std::make_shared<address_cache>(
        [&](std::string const&, std::uint16_t, resolve_handler h) {
            if (answers_too)
                std::move(h)(boost::system::error_code(), endpoints{at(1)});
            throw std::runtime_error("no resolver today");
        },
        ttl);
    auto const a = ask();
    CHECK(a->answers == 0);
    poll();
    if (answers_too)
        CHECK(a->got({at(1)}));
    else
        CHECK(a->failed(asio::error::host_not_found));
}

TEST_CASE_METHOD(fixture, "an address is its own answer, and localhost loopback", "[address_cache]")
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

TEST_CASE_METHOD(fixture, "without a resolver of the caller's the system's is asked", "[address_cache]")
{
    cache = std::make_shared<address_cache>(nullptr, ttl);
    // An address in a form that getaddrinfo alone knows, so that no DNS server is asked.
    auto const a = ask("127.9");
    CHECK(a->answers == 0);
    context.run();
    CHECK(a->got({at(9)}));
}

TEST_CASE_METHOD(fixture, "a cache that is gone answers nobody", "[address_cache]")
{
    auto const a = ask();
    cache.reset();
    answer(0, {at(1)});
    CHECK(a->answers == 0);
    CHECK(a.use_count() == 1);
}
