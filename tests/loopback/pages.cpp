// The code of the reference's pages (cmake/docs) that no example has.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <apideck.hpp>
#include <apideck/testing/mock_vault.hpp>
#include <apideck/testing/scripted_transport.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A store of secrets, for want of a real one.
struct secret_store {
    int asked = 0;
    std::string cached{"old"};

    asio::awaitable<std::string> fetch()
    {
        ++asked;
        co_return cached = "new";
    }
};

} // namespace

TEST_CASE("the page on testing: a mock Vault", "[pages]")
{
    //! [mock_vault]
    asio::io_context context;
    apideck::testing::mock_vault mock(context.get_executor());
    apideck::client client(context, {
        .api_key = "key",
        .app_id = "app",
        .consumer_id = "consumer",
        .server_url = mock.url(),
        .retries = {.initial_interval = 1ms},
        .tls = {.ca_pem = mock.ca_pem()}, // verification stays on
    });
    mock.answer(apideck::testing::mock_answer::json(503, "{}")); // then the API's own answers

    std::size_t attempts = 0;
    apideck::Session session{.redirect_uri = "https://mysaas.com/dashboard"};
    client.vault.sessions.create(session, [&](apideck::create_session_result created) {
        attempts = created.value().http.attempts.size();
        context.stop(); // the mock goes on listening
    });
    context.run();

    CHECK(attempts == 2);
    CHECK(mock.requests().at(1).body == R"({"redirect_uri":"https://mysaas.com/dashboard"})");
    //! [mock_vault]
}

TEST_CASE("the page on testing: a scripted transport", "[pages]")
{
    //! [scripted]
    using apideck::testing::scripted_transport;
    asio::io_context context;
    auto script = std::make_shared<scripted_transport>(context.get_executor());
    apideck::basic_client<scripted_transport> client(
        script, {.api_key = "key", .app_id = "app", .consumer_id = "consumer"});
    for (int i = 0; i != 2; ++i)
        script->reply(503, "{}", {{"Retry-After", "30"}}).after(200ms);

    std::optional<apideck::create_session_result> created;
    auto const begin = script->now();
    client.vault.sessions.create([&](apideck::create_session_result r) { created = r; });
    REQUIRE(script->run());

    apideck::error const error = created.value().error();
    CHECK(error.is<apideck::api_error>());
    CHECK(error.attempts().size() == 2); // another wait could not end within the 60 s of `timeout`
    CHECK(script->now() - begin == 30400ms); // and the test took none of it
    //! [scripted]
}

TEST_CASE("the page on retries: a policy", "[pages]")
{
    //! [policy]
    apideck::client_options options{
        .api_key = "key",
        .app_id = "app",
        .timeout = 8s, // whatever the policy says
        .retries = {
            .initial_interval = 200ms,
            .max_interval = 2s,
            .max_attempts = 3,
        },
    };
    //! [policy]
    asio::io_context context;
    auto script = std::make_shared<apideck::testing::scripted_transport>(context.get_executor());
    apideck::basic_client<apideck::testing::scripted_transport> client(script, options);
    for (int i = 0; i != 4; ++i)
        script->reply(503, "{}");
    //! [one_request]
    apideck::call_options once{.consumer_id = "consumer", .retries = apideck::retry_policy::none()};
    client.vault.sessions.create(std::nullopt, once, [](apideck::create_session_result) {});
    //! [one_request]
    REQUIRE(script->run());
    CHECK(script->requests().size() == 1);
    apideck::call_options retried{.consumer_id = "consumer"};
    client.vault.sessions.create(std::nullopt, retried, [](apideck::create_session_result) {});
    REQUIRE(script->run());
    CHECK(script->requests().size() == 4);
}

TEST_CASE("the page on security: a key from a store of secrets", "[pages]")
{
    asio::io_context context;
    auto script = std::make_shared<apideck::testing::scripted_transport>(context.get_executor());
    auto secrets = std::make_shared<secret_store>();
    apideck::client_options options{.app_id = "app", .consumer_id = "consumer"};
    //! [key_provider]
    options.api_key
        = [secrets](apideck::key_request asked) -> asio::awaitable<std::string> {
        if (!asked.refresh)
            co_return secrets->cached;
        co_return co_await secrets->fetch(); // the server refused the cached one
    };
    //! [key_provider]
    apideck::basic_client<apideck::testing::scripted_transport> client(script, options);
    script->reply(401, "{}");
    script->reply(403, "{}");
    client.vault.sessions.create([](apideck::create_session_result) {});
    REQUIRE(script->run());
    CHECK(secrets->asked == 1);
    CHECK(*script->requests().at(0).authorization == "Bearer old");
    CHECK(*script->requests().at(1).authorization == "Bearer new");
}

TEST_CASE("the page on timeouts: an observer shows where the time went", "[pages]")
{
    std::ostringstream log;
    apideck::client_options options{.api_key = "key", .app_id = "app", .consumer_id = "consumer"};
    //! [observer]
    options.observer.on_attempt = [&log](apideck::attempt_event const& event) {
        using std::chrono::duration_cast;
        using std::chrono::milliseconds;
        auto const& times = event.attempt.times;
        log << event.operation << ' ' << event.attempt << '\n';
        for (auto const& [stage, took] : {
                 std::pair{"queue", times.queue}, {"resolve", times.resolve},
                 {"connect", times.connect}, {"proxy", times.proxy},
                 {"handshake", times.handshake}, {"write", times.write},
                 {"read_head", times.read_head}, {"read_body", times.read_body}})
            if (took)
                log << "  " << stage << ": " << duration_cast<milliseconds>(*took).count() << " ms\n";
    };
    //! [observer]
    asio::io_context context;
    apideck::testing::mock_vault mock(context.get_executor());
    options.server_url = mock.url();
    options.tls.ca_pem = mock.ca_pem();
    apideck::client client(context, options);
    client.vault.sessions.create([&](apideck::create_session_result) { context.stop(); });
    context.run();
    CHECK(log.str().starts_with("vault.sessions.create attempt 1: 200, "));
    CHECK(log.str().find("\n  handshake: ") != std::string::npos);
}

TEST_CASE("the page on threads: a call and its signal on a strand", "[pages]")
{
    std::promise<apideck::create_session_result> ended; // behind what the threads use
    asio::thread_pool threads(4);
    apideck::testing::mock_vault mock(threads.get_executor());
    mock.answer(apideck::testing::mock_answer::stall());
    apideck::client_options options{.api_key = "key", .app_id = "app", .consumer_id = "consumer"};
    options.server_url = mock.url();
    options.tls.ca_pem = mock.ca_pem();
    //! [strand]
    apideck::client client(threads, options);
    auto strand = asio::make_strand(threads);
    auto stop = std::make_shared<asio::cancellation_signal>();
    asio::post(strand, [&, stop] {
        client.vault.sessions.create(asio::bind_cancellation_slot(stop->slot(),
            asio::bind_executor(strand,
                [&, stop](apideck::create_session_result created) { ended.set_value(created); })));
    });
    // Later, from any thread: the signal is only touched where the handler runs.
    asio::post(strand, [stop] { stop->emit(asio::cancellation_type::terminal); });
    //! [strand]
    auto result = ended.get_future();
    REQUIRE(result.wait_for(apideck::tests::patience()) == std::future_status::ready);
    CHECK(result.get().error().is<apideck::cancelled_error>());
}
