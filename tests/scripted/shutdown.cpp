// The end of a client, in virtual time.

#include <tests/scripted/support.hpp>

using namespace apideck::tests;
using apideck::cancelled_error;
using apideck::create_session_result;

namespace {

/// A shutdown that was started, and what it came to.
struct ending {
    int completions = 0;
    std::size_t cancelled = 0;
    apideck::time_point at{};
    boost::asio::cancellation_signal stop{};

    void begin(scripted_client const& client, scripted_transport script, apideck::duration grace)
    {
        client.shutdown(grace,
            boost::asio::bind_cancellation_slot(stop.slot(), [this, script](std::size_t n) {
                ++completions;
                cancelled = n;
                at = script.now();
            }));
    }
};

} // namespace

TEST_CASE("a client without calls is shut down at once", "[shutdown]")
{
    scripted_vault vault;
    auto const client = vault.client();
    ending end;
    end.begin(client, vault.script, 10s);
    CHECK(end.completions == 0); // not from within
    REQUIRE(vault.script.run());
    CHECK(end.completions == 1);
    CHECK(end.cancelled == 0);
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("a call after the shutdown ends with a cancelled_error, and nothing is sent", "[shutdown]")
{
    scripted_vault vault;
    auto const client = vault.client();
    auto const copy = client;
    ending end;
    end.begin(client, vault.script, 10s);
    int refused = 0;
    copy.vault.sessions.create([&](create_session_result const& created) {
        REQUIRE_FALSE(created);
        CHECK(created.error().is<cancelled_error>());
        CHECK(created.error().delivery() == apideck::delivery::never);
        ++refused;
    });
    CHECK(refused == 0); // not from within
    REQUIRE(vault.script.run());
    CHECK(refused == 1);
    CHECK(vault.sent() == 0);
}

TEST_CASE("calls that run are waited for", "[shutdown]")
{
    scripted_vault vault;
    vault.succeed().after(3s);
    auto const client = vault.client();
    int created = 0;
    client.vault.sessions.create(
        [&](create_session_result const& c) { created += c ? 1 : 100; });
    vault.io.poll();
    ending end;
    end.begin(client, vault.script, 10s);
    REQUIRE(vault.script.run());
    CHECK(created == 1);
    CHECK(end.completions == 1);
    CHECK(end.cancelled == 0);
    CHECK(end.at - vault.begin == 3s);
}

TEST_CASE("calls that still run at the deadline are cancelled", "[shutdown]")
{
    scripted_vault vault;
    vault.script.stall(apideck::stage::read_head);
    vault.script.reply(503, "", {{"Retry-After", "30"}}); // waits for its next attempt
    vault.succeed().after(1s);
    auto const client = vault.client();
    std::vector<std::string> outcomes;
    for (int i = 0; i != 3; ++i) {
        client.vault.sessions.create([&](create_session_result const& c) {
            outcomes.push_back(c ? "created" : c.error().is<cancelled_error>() ? "cancelled" : "?");
        });
        vault.io.poll();
    }
    ending end;
    end.begin(client, vault.script, 5s);
    REQUIRE(vault.script.run());
    CHECK(outcomes == std::vector<std::string>{"created", "cancelled", "cancelled"});
    CHECK(end.completions == 1);
    CHECK(end.cancelled == 2);
    CHECK(end.at - vault.begin == 5s);
}

TEST_CASE("to cancel a shutdown is to cancel the calls", "[shutdown]")
{
    scripted_vault vault;
    vault.script.stall(apideck::stage::write);
    auto const client = vault.client();
    int cancelled = 0;
    client.vault.sessions.create([&](create_session_result const& c) {
        cancelled += !c && c.error().is<cancelled_error>() ? 1 : 100;
    });
    vault.io.poll();
    ending end;
    end.begin(client, vault.script, 1h);
    vault.io.poll();
    CHECK(end.completions == 0);
    end.stop.emit(boost::asio::cancellation_type::terminal);
    REQUIRE(vault.script.run());
    CHECK(cancelled == 1);
    CHECK(end.completions == 1);
    CHECK(vault.elapsed() == 0s);
}

TEST_CASE("a shutdown ends unheard with its io_context", "[shutdown]")
{
    auto const alive = std::make_shared<int>();
    {
        scripted_vault vault;
        vault.script.stall(apideck::stage::read_head);
        auto const client = vault.client();
        client.vault.sessions.create([alive](create_session_result const&) { FAIL(); });
        client.shutdown(1s, [alive](std::size_t) { FAIL(); });
        vault.io.poll();
    }
    CHECK(alive.use_count() == 1);
}

TEST_CASE("a transport without connections has none to warm up", "[warm_up]")
{
    scripted_vault vault;
    auto const client = vault.client();
    int completions = 0;
    client.warm_up(3, [&](apideck::result<std::size_t> const& opened) {
        ++completions;
        CHECK(opened.value() == 0);
    });
    CHECK(completions == 0);
    REQUIRE(vault.script.run());
    CHECK(completions == 1);
}
