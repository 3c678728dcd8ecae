// What may be destroyed while a call runs. The sanitizers see what the checks do not.

#include <tests/scripted/support.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

using apideck::create_session_result;
using apideck::stage;
using namespace apideck::tests;
namespace asio = apideck::asio;

namespace {

/// Where a call is when something is destroyed.
enum class point { posted, key, exchange, wait, refresh, delivery };

point any_point()
{
    return GENERATE(
        point::posted, point::key, point::exchange, point::wait, point::refresh, point::delivery);
}

apideck::api_key slow_key(scripted_transport const& script, bool on_refresh)
{
    return [script, on_refresh](apideck::key_request r) -> asio::awaitable<std::string> {
        if (r.refresh == on_refresh)
            co_await virtual_wait(script, 5s);
        co_return r.refresh ? "new" : "old";
    };
}

/// Make a call that is at `where` one second later. It would succeed.
void prepare(scripted_transport& script, apideck::client_options& options, point where)
{
    if (where == point::key)
        options.api_key = slow_key(script, false);
    if (where == point::refresh) {
        options.api_key = slow_key(script, true);
        script.reply(401, "");
    }
    if (where == point::wait)
        busy(script, 5s);
    script.reply(200, created_body).after(where == point::exchange ? 5s : 0s);
}

void go_to(scripted_transport& script, asio::io_context& io, point where)
{
    if (where == point::posted)
        return;
    if (where == point::delivery) {
        // Up to the handler that would deliver.
        io.poll_one();
        return;
    }
    REQUIRE(script.advance(1s));
}

} // namespace

TEST_CASE("a call goes on when its client is destroyed", "[lifetime]")
{
    auto const where = any_point();
    CAPTURE(static_cast<int>(where));
    scripted_vault vault;
    prepare(vault.script, vault.options, where);
    std::optional<scripted_client> client(vault.client());
    int created = 0;
    client->vault.sessions.create([&](create_session_result const& c) { created += c ? 1 : 100; });
    go_to(vault.script, vault.io, where);
    client.reset();
    REQUIRE(vault.script.run());
    CHECK(created == 1);
}

TEST_CASE("a call ends unheard when its io_context is destroyed", "[lifetime]")
{
    auto const where = any_point();
    CAPTURE(static_cast<int>(where));
    std::optional<asio::io_context> io(std::in_place);
    scripted_transport script(io->get_executor());
    auto options = scripted_vault::default_options();
    prepare(script, options, where);
    // Outlives the context, as does the script.
    scripted_client client(std::make_shared<scripted_transport>(script), options);
    bool called = false;
    auto handler_alive = std::make_shared<int>();
    std::weak_ptr<int> const watch = handler_alive;
    asio::cancellation_signal stop;
    client.vault.sessions.create(asio::bind_cancellation_slot(
        stop.slot(), [&called, kept = std::move(handler_alive)](create_session_result const&) {
            called = true;
        }));
    go_to(script, *io, where);
    CHECK_FALSE(watch.expired());
    io.reset();
    CHECK_FALSE(called);
    CHECK(watch.expired());
    CHECK(script.pending() == 0);
    stop.emit(asio::cancellation_type::terminal);
}

TEST_CASE("a coroutine that waits for a call may end with its io_context", "[lifetime]")
{
    auto const where = any_point();
    CAPTURE(static_cast<int>(where));
    auto const kept = std::make_shared<int>();
    bool resumed = false;
    {
        asio::io_context io;
        scripted_transport script(io.get_executor());
        auto options = scripted_vault::default_options();
        prepare(script, options, where);
        scripted_client const client(std::make_shared<scripted_transport>(script), options);
        auto caller = [](scripted_client c, std::shared_ptr<int> owned,
                          bool& went_on) -> asio::awaitable<void> {
            apideck::Session const session{};
            auto const created = co_await c.vault.sessions.create(session);
            went_on = created.has_value() && owned;
        };
        asio::co_spawn(io, caller(client, kept, resumed), asio::bind_cancellation_slot(
            asio::cancellation_slot(), [](std::exception_ptr) {}));
        if (where != point::delivery)
            go_to(script, io, where);
        else
            io.poll_one(); // another would deliver
    }
    CHECK_FALSE(resumed);
    CHECK(kept.use_count() == 1);
}

TEST_CASE("a client may outlive its io_context unused", "[lifetime]")
{
    std::optional<asio::io_context> io(std::in_place);
    scripted_client const client(*io, scripted_vault::default_options());
    auto const copy = client;
    io.reset();
    CHECK(copy.transport().pending() == 0);
    CHECK(copy.options().app_id == "app");
}

TEST_CASE("a transport lives as long as the calls that use it", "[lifetime]")
{
    asio::io_context io;
    std::weak_ptr<scripted_transport> watch;
    auto script = std::make_shared<scripted_transport>(io.get_executor());
    scripted_transport driver = *script;
    driver.reply(200, created_body).after(1s);
    watch = script;
    int created = 0;
    scripted_client(std::move(script), scripted_vault::default_options())
        .vault.sessions.create([&](create_session_result const& c) { created += c ? 1 : 100; });
    REQUIRE(driver.advance(500ms));
    CHECK_FALSE(watch.expired());
    REQUIRE(driver.run());
    CHECK(created == 1);
    CHECK(watch.expired());
}

TEST_CASE("a handler may destroy client, signal and itself", "[lifetime]")
{
    struct owner {
        std::optional<scripted_client> client;
        asio::cancellation_signal stop;
    };
    auto const where = GENERATE(point::posted, point::key, point::exchange, point::wait);
    CAPTURE(static_cast<int>(where));
    scripted_vault vault;
    prepare(vault.script, vault.options, where);
    auto owned = std::make_shared<owner>();
    owned->client = vault.client();
    auto* const raw = owned.get();
    std::weak_ptr<owner> const watch = owned;
    raw->client->vault.sessions.create(asio::bind_cancellation_slot(raw->stop.slot(),
        [kept = std::move(owned)](create_session_result const& c) mutable {
            CHECK(c.has_error());
            kept.reset();
        }));
    go_to(vault.script, vault.io, where);
    if (where == point::posted)
        raw->stop.emit(asio::cancellation_type::terminal);
    else
        asio::post(vault.io, [raw] { raw->stop.emit(asio::cancellation_type::terminal); });
    REQUIRE(vault.script.run());
    CHECK(watch.expired());
}
