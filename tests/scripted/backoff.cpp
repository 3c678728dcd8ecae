// How long a call waits before it tries again.

#include <tests/scripted/support.hpp>

#include <algorithm>
#include <string_view>

using namespace apideck::tests;
using apideck::attempt;
using apideck::duration;
using apideck::retry_reason;

namespace {

/// The waits of so many calls that need all four attempts, by number of the retry.
std::vector<std::vector<duration>> waits_of(apideck::retry_policy const& policy, int calls = 64)
{
    std::vector<std::vector<duration>> waits(3);
    scripted_vault vault;
    vault.options.retries = policy;
    vault.options.retry_budget.reset();
    auto const client = vault.client();
    for (int i = 0; i != calls; ++i) {
        for (int n = 0; n != 3; ++n)
            vault.script.reply(503, "");
        vault.succeed();
        apideck::Session const session{};
        client.vault.sessions.create(session, [&](apideck::create_session_result const& created) {
            REQUIRE(created);
            for (std::size_t n = 0; n != 3; ++n)
                waits[n].push_back(created->http.attempts.at(n).wait);
        });
        auto const before = vault.script.now();
        REQUIRE(vault.script.run());
        auto const told = waits[0].back() + waits[1].back() + waits[2].back();
        CHECK(vault.script.now() - before == told);
    }
    return waits;
}

/// The first wait after an answer of 429 with these fields.
attempt first_attempt(apideck::http::headers fields, apideck::retry_policy policy = {})
{
    scripted_vault vault;
    vault.options.retries = std::move(policy);
    vault.script.reply(429, "", std::move(fields));
    vault.succeed();
    auto const created = vault.call();
    REQUIRE(created);
    CHECK(vault.elapsed() == created->http.attempts.at(0).wait);
    return created->http.attempts.at(0);
}

} // namespace

TEST_CASE("the wait is drawn from a range that grows by half from retry to retry", "[retry]")
{
    auto const waits = waits_of({});
    duration const most[] = {500ms, 750ms, 1125ms};
    for (std::size_t n = 0; n != 3; ++n) {
        CAPTURE(n);
        auto const [low, high] = std::ranges::minmax(waits[n]);
        CHECK(low >= 0s);
        CHECK(high <= most[n]);
        // Of 64 draws all fall in one quarter of the range once in 2^26.
        CHECK(low < most[n] / 4);
        CHECK(high > most[n] * 3 / 4);
    }
}

TEST_CASE("the wait grows no further than max_interval", "[retry]")
{
    apideck::retry_policy policy;
    policy.max_interval = 600ms;
    auto const waits = waits_of(policy);
    CHECK(std::ranges::max(waits[2]) <= 600ms);
    CHECK(std::ranges::max(waits[2]) > 450ms);
}

TEST_CASE("an exponent of one keeps the range as it is", "[retry]")
{
    apideck::retry_policy policy;
    policy.exponent = 1;
    CHECK(std::ranges::max(waits_of(policy)[2]) <= 500ms);
}

TEST_CASE("the range is the policy's where the call brings one", "[retry]")
{
    scripted_vault vault;
    vault.script.reply(503, "");
    vault.succeed();
    apideck::call_options call;
    call.retries = without_backoff();
    REQUIRE(vault.call(call));
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("the server's time to wait is kept to exactly", "[retry]")
{
    struct server_time {
        apideck::http::headers fields;
        duration wait;
    };
    auto const [fields, wait] = GENERATE(values<server_time>({
        {{{"Retry-After", "2"}}, 2s},
        {{{"retry-after", "0"}}, 0s},
        {{{"retry-after-ms", "150"}}, 150ms},
        {{{"Retry-After-Ms", "1.5"}}, 1500us},
        {{{"Retry-After", "7"}, {"retry-after-ms", "20"}}, 20ms},
        {{{"Retry-After", "7"}, {"retry-after-ms", "soon"}}, 7s},
        {{{"Date", "Sun, 06 Nov 1994 08:49:30 GMT"},
             {"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}},
            7s},
        {{{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
             {"Retry-After", "Sun, 06 Nov 1994 08:49:00 GMT"}},
            0s},
    }));
    CAPTURE(fields.wire());
    auto const first = first_attempt(fields);
    CHECK(first.next == retry_reason::retry_after);
    CHECK(first.wait == wait);
}

TEST_CASE("the server's time to wait is cut at max_interval", "[retry]")
{
    apideck::retry_policy policy;
    policy.max_interval = 4s;
    auto const first = first_attempt({{"Retry-After", "30"}}, policy);
    CHECK(first.next == retry_reason::retry_after);
    CHECK(first.wait == 4s);
}

TEST_CASE("a time to wait that can't be read leaves the back-off", "[retry]")
{
    std::string_view const text = GENERATE(
        "", "soon", "-1", "1e3x", "Sun, 99 Nov 1994 08:49:37 GMT");
    CAPTURE(text);
    auto const first = first_attempt({{"Retry-After", text}});
    CHECK(first.next == retry_reason::backoff);
    CHECK(first.wait <= 500ms);
}

TEST_CASE("a time to wait does not make an answer worth a retry", "[retry]")
{
    scripted_vault vault;
    vault.script.reply(403, "", {{"Retry-After", "3"}});
    auto const e = vault.failure();
    CHECK(vault.sent() == 1);
    CHECK(vault.elapsed() == 0s);
    CHECK(e.retry_after() == std::optional<duration>(3s));
}
