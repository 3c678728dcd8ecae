// What the README says of GCC 12: in an expression with `co_await` no braces and no capturing lambda, for
// that compiler destroys them twice. What it says to write instead is compiled and run here.

#include <tests/scripted/support.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace apideck::tests;
using apideck::call_options;
using apideck::Session;
using apideck::SessionSettings;
namespace asio = apideck::asio;

namespace {

/// How many there are; below zero where one is destroyed twice.
struct counted {
    explicit counted(int& n) : count(&n) { ++*count; }
    counted(counted const& other) : count(other.count) { ++*count; }
    counted& operator=(counted const&) = delete;
    ~counted() { --*count; }

    int* count;
};

/// An aggregate, as `Session` and `call_options` are.
struct filled {
    std::string text{};
    std::optional<counted> member{};
};

asio::awaitable<std::string> origin()
{
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return "https://a-text-that-is-too-long-to-be-kept-inside.example/dashboard";
}

asio::awaitable<std::string> call(scripted_client client, int& alive)
{
    auto const redirect_uri = co_await origin();
    Session session{.redirect_uri = redirect_uri};
    session.settings = SessionSettings{.session_length = "30m"};
    std::optional<Session> const optional(session);
    call_options options{.consumer_id = "test-consumer"};

    std::vector<filled> items;
    auto text = co_await origin();
    items.push_back({.text = text, .member = counted(alive)});
    items.push_back({.text = std::move(text), .member = counted(alive)});

    auto const keep = [items](std::string const& what) { return what + items.at(1).text; };
    if (!optional)
        co_return "";
    auto created = co_await client.vault.sessions.create(*optional, options);
    if (!created)
        co_return created.error().message();
    auto again = co_await client.vault.sessions.create(session, options, asio::use_awaitable);
    co_return keep(again ? "created: " : "not created: ");
}

} // namespace

TEST_CASE("who awaits first and then fills in has each thing destroyed once", "[gcc12]")
{
    scripted_vault vault;
    vault.succeed();
    vault.succeed();
    int alive = 0;
    std::string outcome;
    asio::co_spawn(vault.io, call(vault.client(), alive), [&](std::exception_ptr e, std::string text) {
        CHECK_FALSE(e);
        outcome = std::move(text);
    });
    REQUIRE(vault.script.run());
    CHECK(outcome == "created: https://a-text-that-is-too-long-to-be-kept-inside.example/dashboard");
    CHECK(alive == 0);
    std::string const body
        = R"({"redirect_uri":"https://a-text-that-is-too-long-to-be-kept-inside.example/dashboard",)"
          R"("settings":{"session_length":"30m"}})";
    CHECK(vault.script.requests().at(0).body == body);
    CHECK(vault.script.requests().at(1).body == body);
}
