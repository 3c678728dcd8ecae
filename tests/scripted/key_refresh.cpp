// A key that is refused with 401, and a provider that is asked for another.

#include <tests/scripted/support.hpp>

#include <boost/asio/awaitable.hpp>

#include <stdexcept>

using namespace apideck::tests;
using apideck::key_request;
using apideck::retry_reason;
using apideck::stage;
using apideck::UnauthorizedResponse;
namespace asio = apideck::asio;

namespace {

/// A provider that gives these keys, one a call, and stays with the last; and what it was asked.
struct keys {
    std::vector<std::string> give;
    std::shared_ptr<std::vector<bool>> asked = std::make_shared<std::vector<bool>>();

    std::string operator()(key_request request) const
    {
        asked->push_back(request.refresh);
        return give.at(std::min(asked->size(), give.size()) - 1);
    }
};

/// A provider that would give another key in an hour.
apideck::api_key slow_to_refresh(scripted_vault& vault)
{
    return [script = vault.script](key_request request) -> asio::awaitable<std::string> {
        if (request.refresh)
            co_await virtual_wait(script, 1h);
        co_return "key";
    };
}

void refuse(scripted_vault& vault)
{
    vault.script.reply(401, R"({"message":"refused"})");
}

} // namespace

TEST_CASE("a refused key is refreshed and the request sent again at once", "[key][refresh]")
{
    scripted_vault vault;
    keys const provider{{"old", "new"}};
    vault.options.api_key = provider;
    refuse(vault);
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(*provider.asked == std::vector<bool>{false, true});
    CHECK(vault.header(0, "Authorization") == "Bearer old");
    CHECK(vault.header(1, "Authorization") == "Bearer new");
    CHECK(vault.elapsed() == 0s);
    CHECK(created->http.attempts.at(0).next == retry_reason::new_key);
    CHECK(created->http.attempts.at(0).status == std::optional<int>(401));
}

TEST_CASE("a refresh that brings the same key leaves the 401", "[key][refresh]")
{
    scripted_vault vault;
    keys const provider{{"same"}};
    vault.options.api_key = provider;
    refuse(vault);
    auto const e = vault.failure();
    CHECK(expect<UnauthorizedResponse>(e).message == "refused");
    CHECK(*provider.asked == std::vector<bool>{false, true});
    CHECK(vault.sent() == 1);
    CHECK(e.attempts().at(0).next == retry_reason::none);
}

TEST_CASE("a refresh that throws leaves the 401", "[key][refresh]")
{
    scripted_vault vault;
    vault.options.api_key = [](key_request request) {
        if (request.refresh)
            throw std::runtime_error("no other");
        return std::string("key");
    };
    refuse(vault);
    auto const e = vault.failure();
    CHECK(expect<UnauthorizedResponse>(e).message == "refused");
    CHECK(e.attempts().at(0).next == retry_reason::none);
}

TEST_CASE("a refresh that brings what can't be sent leaves the 401", "[key][refresh]")
{
    scripted_vault vault;
    vault.options.api_key = keys{{"old", GENERATE(as<std::string>(), "", "a\nb")}};
    refuse(vault);
    auto const e = vault.failure();
    CHECK(expect<UnauthorizedResponse>(e).message == "refused");
    CHECK(e.attempts().at(0).next == retry_reason::none);
    CHECK(vault.sent() == 1);
}

TEST_CASE("a call refreshes its key once", "[key][refresh]")
{
    scripted_vault vault;
    keys const provider{{"one", "two", "three"}};
    vault.options.api_key = provider;
    refuse(vault);
    refuse(vault);
    vault.succeed();
    auto const e = vault.failure();
    CHECK(e.is<UnauthorizedResponse>());
    CHECK(*provider.asked == std::vector<bool>{false, true});
    CHECK(e.attempts().size() == 2);
}

TEST_CASE("a key that is a text is not asked for again", "[key][refresh]")
{
    scripted_vault vault;
    refuse(vault);
    vault.succeed();
    CHECK(vault.failure().is<UnauthorizedResponse>());
    CHECK(vault.sent() == 1);
}

TEST_CASE("without retries a refused key is not refreshed", "[key][refresh]")
{
    scripted_vault vault;
    keys const provider{{"old", "new"}};
    vault.options.api_key = provider;
    vault.options.retries = apideck::retry_policy::none();
    refuse(vault);
    CHECK(vault.failure().is<UnauthorizedResponse>());
    CHECK(*provider.asked == std::vector<bool>{false});
}

TEST_CASE("a refresh costs no attempt of the policy", "[key][refresh]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    keys const provider{{"old", "new"}};
    vault.options.api_key = provider;
    refuse(vault);
    for (int i = 0; i != 5; ++i)
        vault.script.reply(503, "");
    auto const e = vault.failure();
    CHECK(e.attempts().size() == 5);
    CHECK(*provider.asked == std::vector<bool>{false, true, false, false, false});
}

TEST_CASE("only 401 makes a provider refresh", "[key][refresh]")
{
    scripted_vault vault;
    keys const provider{{"old", "new"}};
    vault.options.api_key = provider;
    vault.script.reply(403, "");
    CHECK(vault.failure().is<apideck::api_error>());
    CHECK(*provider.asked == std::vector<bool>{false});
}

TEST_CASE("a 401 that the policy retries is refreshed first and retried after", "[key][refresh]")
{
    scripted_vault vault;
    vault.options.retries = without_backoff();
    vault.options.retries.status_codes = {401};
    keys const provider{{"old", "new"}};
    vault.options.api_key = provider;
    refuse(vault);
    refuse(vault);
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(created->http.attempts.at(0).next == retry_reason::new_key);
    CHECK(created->http.attempts.at(1).next == retry_reason::backoff);
    CHECK(*provider.asked == std::vector<bool>{false, true, false});
}

TEST_CASE("a refresh that does not answer by the deadline leaves the 401", "[key][refresh]")
{
    scripted_vault vault;
    vault.options.timeout = 6s;
    vault.options.api_key = slow_to_refresh(vault);
    refuse(vault);
    auto const e = vault.failure();
    CHECK(expect<UnauthorizedResponse>(e).message == "refused");
    CHECK(vault.elapsed() == 6s);
    CHECK(e.delivery() == apideck::delivery::certainly);
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].status == std::optional<int>(401));
    CHECK(e.attempts()[0].next == retry_reason::none);
}

TEST_CASE("cancelling ends a refresh at once", "[key][refresh][cancel]")
{
    scripted_vault vault;
    vault.options.api_key = slow_to_refresh(vault);
    refuse(vault);
    auto const record = vault.start();
    REQUIRE(vault.script.advance(1s));
    record->stop.emit(asio::cancellation_type::total);
    REQUIRE(vault.script.run());
    REQUIRE(record->completions == 1);
    CHECK(record->at == vault.begin + 1s);
    REQUIRE_FALSE(*record->result);
    auto const& e = record->result->error();
    CHECK(expect<apideck::cancelled_error>(e) == apideck::cancelled_error{stage::api_key});
    CHECK(e.delivery() == apideck::delivery::certainly);
    CHECK(e.attempts().size() == 1);
}
