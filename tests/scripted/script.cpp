// What a script itself says, checks and refuses.

#include <tests/scripted/support.hpp>

#include <boost/asio/strand.hpp>

#include <stdexcept>

using apideck::connection_error;
using namespace apideck::tests;
namespace http = apideck::http;

TEST_CASE("a step's check sees the request of its exchange, and no other", "[script]")
{
    scripted_vault vault;
    vault.options.app_id = "an-app";
    std::vector<std::string> seen;
    vault.script.reply(500, "");
    busy(vault.script, 1ms).check([&](http::request const& request) {
        seen.push_back("first: " + *request.authorization);
        seen.push_back(std::string(request.head->headers.find("x-apideck-app-id").value_or("")));
    });
    vault.succeed().check([&](http::request const& request) {
        seen.push_back("second: " + std::string(request.body));
    });
    vault.succeed();
    REQUIRE(vault.call());
    REQUIRE(vault.call());
    CHECK(seen == std::vector<std::string>{"first: Bearer sk_test_0123", "an-app", "second: {}"});
}

TEST_CASE(
    "a step's check is made as the exchange begins, after its request is on record", "[script]")
{
    scripted_vault vault;
    std::optional<apideck::time_point> at;
    std::size_t on_record = 0;
    vault.succeed().after(5s).check([&](http::request const&) {
        at = vault.script.now();
        on_record = vault.sent();
    });
    REQUIRE(vault.call());
    CHECK(at == vault.begin);
    CHECK(on_record == 1);
    CHECK(vault.elapsed() == 5s);
}

TEST_CASE("what a step's check throws leaves the exchange, and the script goes on", "[script]")
{
    scripted_vault vault;
    vault.succeed().check([](http::request const&) { throw std::runtime_error("of a check"); });
    vault.succeed();
    int answers = 0;
    auto const exchange = [&] {
        vault.script.async_exchange({}, {},
            [&](http::exchange_result const& r) { answers += r.response.status == 200 ? 1 : 100; });
    };
    CHECK_THROWS_WITH(exchange(), "of a check");
    REQUIRE(vault.script.run());
    CHECK(answers == 0);
    exchange();
    REQUIRE(vault.script.run());
    CHECK(answers == 1);
    CHECK(vault.sent() == 2);
}

TEST_CASE("where the script is at its end a connection is refused, and why", "[script]")
{
    scripted_vault vault;
    vault.options.retries = apideck::retry_policy::none();
    auto const e = vault.failure();
    auto const& refused = expect<connection_error>(e);
    CHECK(refused.code == apideck::asio::error::connection_refused);
    CHECK(refused.stage == apideck::stage::connect);
    CHECK(refused.reason == "the script has no answer left");
    CHECK(e.delivery() == apideck::delivery::never);
}

TEST_CASE("a script on an executor of another kind is told which context to run", "[script]")
{
    apideck::asio::io_context io;
    scripted_transport script(apideck::asio::make_strand(io));
    script.reply(200, "");
    int answers = 0;
    script.async_exchange({}, {}, [&](http::exchange_result const&) { ++answers; });
    CHECK_THROWS_AS(script.run(), std::logic_error);
    CHECK_THROWS_AS(script.advance(1s), std::logic_error);
    CHECK(answers == 0);
    CHECK(script.run(io));
    CHECK(answers == 1);
}
