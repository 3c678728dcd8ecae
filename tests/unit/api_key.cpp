#include <apideck/api_key.hpp>

#include <apideck/core/credential.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
using apideck::api_key;
using apideck::key_access;
using apideck::key_request;

namespace {

struct answer {
    std::exception_ptr thrown;
    std::string key;
};

/// What a key's provider answers, or nothing where it does not.
std::optional<answer> ask(api_key const& key, key_request request = {})
{
    asio::io_context context;
    std::optional<answer> out;
    key_access::ask(key, request, context.get_executor(),
        [&](std::exception_ptr thrown, std::string text) { out = {thrown, std::move(text)}; });
    context.run();
    return out;
}

template <class T>
concept printable = requires(std::ostream& out, T const& t) { out << t; };

template <class T>
concept readable = requires(T const& t) { std::string(t); };

} // namespace

TEST_CASE("a key is a text of any kind", "[api_key]")
{
    std::string const text = "text";
    CHECK(key_access::text(api_key(text)) == "text");
    CHECK(key_access::text(api_key("literal")) == "literal");
    CHECK(key_access::text(api_key(std::string("temporary"))) == "temporary");
    api_key key;
    key = "assigned";
    CHECK(key_access::is_text(key));
    CHECK_FALSE(key_access::is_provider(key));
    CHECK(key_access::text(key) == "assigned");
}

TEST_CASE("without a text or a function there is no key", "[api_key]")
{
    api_key const none;
    CHECK_FALSE(key_access::is_text(none));
    CHECK_FALSE(key_access::is_provider(none));
}

TEST_CASE("a key can be neither printed nor read back", "[api_key]")
{
    CHECK_FALSE(printable<api_key>);
    CHECK_FALSE(readable<api_key>);
    CHECK(printable<std::string>); // the concepts work
    CHECK(readable<std::string>);
}

TEST_CASE("a copy of a key is the same key", "[api_key]")
{
    api_key const first = "key";
    api_key const second = first;
    CHECK(key_access::text(second).data() == key_access::text(first).data());
}

TEST_CASE("a key may come from a function", "[api_key]")
{
    int asked = 0;
    api_key const key = [&asked] { return "key " + std::to_string(++asked); };
    CHECK(key_access::is_provider(key));
    CHECK_FALSE(key_access::is_text(key));
    CHECK(ask(key)->key == "key 1");
    CHECK(ask(key)->key == "key 2");
}

TEST_CASE("a function for a key is told to refresh it", "[api_key]")
{
    api_key const key = [](key_request request) { return request.refresh ? "new" : "old"; };
    CHECK(ask(key)->key == "old");
    CHECK(ask(key, {.refresh = true})->key == "new");
}

TEST_CASE("a function that takes both is called with the request", "[api_key]")
{
    struct both {
        std::string operator()() const { return "without"; }
        std::string operator()(key_request) const { return "with"; }
    };
    CHECK(ask(both{})->key == "with");
}

TEST_CASE("what a function for a key throws arrives", "[api_key]")
{
    api_key const key = []() -> std::string { throw std::runtime_error("no vault"); };
    CHECK_THROWS_AS(ask(key), std::runtime_error);
}

TEST_CASE("a key may come from a coroutine", "[api_key]")
{
    api_key const key = [](key_request request) -> asio::awaitable<std::string> {
        co_return request.refresh ? "new" : "old";
    };
    CHECK(ask(key)->key == "old");
    CHECK(ask(key, {.refresh = true})->key == "new");
    CHECK_FALSE(ask(key)->thrown);
}

TEST_CASE("what a coroutine for a key throws arrives", "[api_key]")
{
    api_key const key = []() -> asio::awaitable<std::string> {
        throw std::runtime_error("no vault");
        co_return "";
    };
    auto const got = ask(key);
    REQUIRE(got);
    REQUIRE(got->thrown);
    CHECK_THROWS_AS(std::rethrow_exception(got->thrown), std::runtime_error);
}

TEST_CASE("a coroutine's function is kept until it has its answer", "[api_key]")
{
    auto const held = std::make_shared<std::string>("key");
    std::weak_ptr<std::string> const watch = held;
    asio::io_context context;
    std::string got;
    {
        api_key const key
            = [held]() -> asio::awaitable<std::string> { co_return *held; };
        key_access::ask(key, {}, context.get_executor(),
            [&](std::exception_ptr, std::string text) { got = std::move(text); });
    }
    CHECK(got.empty());
    CHECK(watch.use_count() == 2);
    context.run();
    CHECK(got == "key");
    CHECK(watch.use_count() == 1);
}

TEST_CASE("a function for a key may be one that only moves", "[api_key]")
{
    api_key const key = [text = std::make_unique<std::string>("key")] { return *text; };
    CHECK(ask(key)->key == "key");
}
