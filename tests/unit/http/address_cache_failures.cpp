#include <apideck/http/detail/address_cache.hpp>

#include <tests/support/asking.hpp>
#include <tests/support/catch.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

// Resolvers that find nothing, throw, drop what they were asked or never answer.

namespace asio = boost::asio;
using namespace apideck::http;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE_METHOD(asking, "an answer without addresses is host_not_found", "[address_cache]")
{
    auto const a = ask();
    answer(0, {});
    CHECK(a->failed(asio::error::host_not_found));
    ask();
    CHECK(asked.size() == 2);
}

TEST_CASE_METHOD(asking, "a resolver that drops its handler is asked again", "[address_cache]")
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

TEST_CASE_METHOD(asking, "a lookup that hangs is not shared for ever", "[address_cache]")
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

TEST_CASE_METHOD(asking, "a resolver that throws has not found the host", "[address_cache]")
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

TEST_CASE_METHOD(asking, "a cache that is gone answers nobody", "[address_cache]")
{
    auto const a = ask();
    cache.reset();
    answer(0, {at(1)});
    CHECK(a->answers == 0);
    CHECK(a.use_count() == 1);
}
