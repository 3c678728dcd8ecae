// A client that is shut down in more than one way, and handlers that run elsewhere.

#include <tests/scripted/support.hpp>

#include <boost/asio/bind_executor.hpp>

using namespace apideck::tests;
using apideck::cancelled_error;
using apideck::create_session_result;
namespace asio = apideck::asio;
namespace http = apideck::http;

namespace {

/// A script whose exchanges take no notice of a cancellation.
class stubborn_transport {
public:
    explicit stubborn_transport(scripted_transport script) : script_(std::move(script)) {}

    asio::any_io_executor get_executor() const { return script_.get_executor(); }
    apideck::time_point now() const { return script_.now(); }
    void async_exchange(http::request const& request, http::exchange_options const& options,
        http::exchange_handler handler)
    {
        script_.async_exchange(request, options,
            asio::bind_cancellation_slot(asio::cancellation_slot(), std::move(handler)));
    }
    void async_wait(apideck::time_point when, http::wait_handler handler)
    {
        script_.async_wait(when, std::move(handler));
    }

private:
    scripted_transport script_;
};

/// A call that ends, with an error, 8 s after it was begun, whoever cancels it.
struct stubborn_call {
    scripted_vault vault{};
    apideck::basic_client<stubborn_transport> client = make();
    int ended = 0;

    stubborn_call()
    {
        client.vault.sessions.create(
            [this](create_session_result const& c) { ended += c ? 100 : 1; });
        vault.io.poll();
    }

    apideck::basic_client<stubborn_transport> make()
    {
        vault.script.fail(asio::error::connection_reset, apideck::stage::write).after(8s);
        return {std::make_shared<stubborn_transport>(vault.script), vault.options};
    }
};

/// How many calls a shutdown cancelled, and how often it said so.
struct outcome {
    int completions = 0;
    std::size_t cancelled = 0;
    asio::cancellation_signal stop{};

    auto handler()
    {
        return asio::bind_cancellation_slot(stop.slot(), [this](std::size_t n) {
            ++completions;
            cancelled = n;
        });
    }
};

} // namespace

TEST_CASE("a shutdown that is cancelled twice counts each call once", "[shutdown]")
{
    stubborn_call call;
    outcome end;
    call.client.shutdown(1h, end.handler());
    call.vault.io.poll();
    for (int i = 0; i != 2; ++i) {
        end.stop.emit(asio::cancellation_type::terminal);
        call.vault.io.poll();
    }
    CHECK(end.completions == 0);
    REQUIRE(call.vault.script.run());
    CHECK(call.ended == 1);
    CHECK(end.completions == 1);
    CHECK(end.cancelled == 1);
    CHECK(call.vault.elapsed() == 8s);
}

TEST_CASE("a shutdown that is cancelled before its deadline counts each call once", "[shutdown]")
{
    stubborn_call call;
    outcome end;
    call.client.shutdown(5s, end.handler());
    REQUIRE(call.vault.script.advance(2s));
    end.stop.emit(asio::cancellation_type::terminal);
    REQUIRE(call.vault.script.advance(4s)); // the deadline has passed
    CHECK(end.completions == 0);
    REQUIRE(call.vault.script.run());
    CHECK(call.ended == 1);
    CHECK(end.completions == 1);
    CHECK(end.cancelled == 1);
}

TEST_CASE("two shutdowns at once both complete, and one of them counts the call", "[shutdown]")
{
    stubborn_call call;
    outcome first, second;
    call.client.shutdown(5s, first.handler());
    call.client.shutdown(2s, second.handler());
    REQUIRE(call.vault.script.run());
    CHECK(call.ended == 1);
    CHECK(first.completions == 1);
    CHECK(second.completions == 1);
    CHECK(first.cancelled == 0);
    CHECK(second.cancelled == 1);
    CHECK(call.vault.elapsed() == 8s);
}

TEST_CASE(
    "a shutdown waits for handlers on the client's executor, not for those elsewhere", "[shutdown]")
{
    scripted_vault vault;
    asio::io_context elsewhere;
    vault.succeed().after(1s);
    vault.succeed().after(2s);
    auto const client = vault.client();
    std::string order;
    client.vault.sessions.create(asio::bind_executor(
        elsewhere, [&](create_session_result const&) { order += "elsewhere "; }));
    vault.io.poll();
    client.vault.sessions.create([&](create_session_result const&) { order += "here "; });
    vault.io.poll();
    client.shutdown(10s, [&](std::size_t) { order += "end "; });
    REQUIRE(vault.script.run());
    CHECK(order == "here end ");
    elsewhere.run(); // what was handed over is not lost
    CHECK(order == "here end elsewhere ");
}
