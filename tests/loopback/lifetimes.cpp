// Who may be destroyed when.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/loopback_stages.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <memory>

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("a context may be destroyed with a call in any stage: the handler is not called")
{
    auto const where = GENERATE(from_range(stages_to_stay_in()));
    CAPTURE(where);
    stay s(where);
    auto const c = s.start();
    s.arrive();

    s.destroy_context();

    CHECK(c->completions == 0);
    CHECK(c->handler.expired());
    s.f.client.reset();
    CHECK(c->completions == 0);
}

TEST_CASE("a call that is cancelled as its context is destroyed goes unheard")
{
    // It goes with a handler that the context drops, before the call's own.
    struct owner {
        owner(asio::ip::tcp::acceptor a, loopback::call c)
            : acceptor(std::move(a)), call(std::move(c))
        {}
        ~owner() { call->signal.emit(asio::cancellation_type::terminal); }
        asio::ip::tcp::acceptor acceptor;
        loopback::call call;
    };
    loopback f;
    f.mock->answer(testing::mock_answer::stall());
    auto const c = f.start();
    f.run_until([&] { return f.mock->requests().size() == 1; });
    asio::ip::tcp::endpoint const any(asio::ip::address_v4::loopback(), 0);
    auto own = std::make_shared<owner>(asio::ip::tcp::acceptor(*f.context, any), c);
    std::weak_ptr<owner> const gone = own;
    auto& acceptor = own->acceptor;
    acceptor.async_accept([own = std::move(own)](auto, auto) {});

    f.destroy_context();

    CHECK(gone.expired());
    CHECK(c->completions == 0);
}

TEST_CASE("a context may be destroyed with a call that has not begun")
{
    loopback f;
    auto const c = f.start();
    f.destroy_context();
    CHECK(c->completions == 0);
}

TEST_CASE("a context may be destroyed with idle connections, before or after the client")
{
    bool const client_first = GENERATE(false, true);
    loopback f;
    f.make();
    f.check_pool(0, 1, 0, 1);
    if (client_first)
        f.client.reset();
    f.destroy_context();
    f.client.reset();
}

TEST_CASE("a client without a call may outlive its context")
{
    auto context = std::make_unique<boost::asio::io_context>();
    apideck::client const client(*context, {});
    auto const copy = client;
    context.reset();
    CHECK(copy.transport().stats().opened == 0);
}

TEST_CASE("a wait of a transport ends unheard with its context, whichever goes first")
{
    bool const transport_first = GENERATE(false, true);
    auto context = std::make_unique<boost::asio::io_context>();
    auto transport = std::make_unique<http::https_transport>(
        context->get_executor(), http::transport_options{});
    auto const held = std::make_shared<int>();
    boost::asio::cancellation_signal stop;
    transport->async_wait(time_point::max(),
        boost::asio::bind_cancellation_slot(
            stop.slot(), [held](boost::system::error_code) { FAIL(); }));
    CHECK(held.use_count() == 2);
    if (transport_first)
        transport.reset();
    context.reset();
    transport.reset();
    CHECK(held.use_count() == 1);
    stop.emit(boost::asio::cancellation_type::terminal);
}

TEST_CASE("a call goes on when its client is destroyed")
{
    loopback f;
    auto const c = f.start();
    f.client.reset();
    CHECK(f.finish(c)->value().http.status == 200);
}

TEST_CASE("calls that wait for a connection go on when their client is destroyed")
{
    loopback f([](client_options& o) { o.pool.max_connections = 1; });
    f.mock->answer({.hold = true});
    auto const first = f.start();
    auto const second = f.start();
    f.run_until([&] { return f.stats().waiting == 1 && !f.mock->requests().empty(); });
    f.client.reset();
    f.mock->release();
    CHECK(f.finish(first)->value().http.status == 200);
    CHECK(f.finish(second)->value().http.status == 200);
}

TEST_CASE("a call that waits for its next attempt goes on when its client is destroyed")
{
    bool waits = false;
    loopback f([&](client_options& o) {
        o.observer.on_attempt = [&](attempt_event const&) { waits = true; };
    });
    f.mock->answer(retry_in(503, "20"));
    auto const c = f.start();
    f.run_until([&] { return waits; });
    f.client.reset();
    CHECK(f.finish(c)->value().http.attempts.size() == 2);
}

TEST_CASE("idle connections close with the last copy of the client")
{
    loopback f;
    f.make();
    auto copy = std::make_optional(*f.client);
    f.client.reset();
    f.settle();
    CHECK(f.mock->open_connections() == 1);
    copy.reset();
    f.run_until([&] { return f.mock->open_connections() == 0; });
}

TEST_CASE("copies of a client share its connections")
{
    loopback f;
    f.make();
    apideck::client const copy = *f.client;
    CHECK(copy.transport().stats().idle == 1);
}

TEST_CASE("a context's run() returns when no call runs, although connections are idle")
{
    boost::asio::thread_pool elsewhere(1);
    testing::mock_vault const mock(elsewhere.get_executor());
    boost::asio::io_context context;
    apideck::client const client(context, options(mock));
    int ended = 0;
    client.vault.sessions.create([&](create_session_result r) { ended += r.has_value() ? 1 : 0; });

    context.run_for(patience());

    CHECK(ended == 1);
    CHECK(context.stopped());
    CHECK(client.transport().stats().idle == 1);
    elsewhere.stop();
    elsewhere.join();
}

TEST_CASE("a session that is passed need not live on")
{
    loopback f;
    auto session = std::make_unique<Session>();
    session->redirect_uri = "https://mysaas.com/dashboard";
    auto const c = f.start(session.get());
    session.reset();
    f.finish(c);
    CHECK(f.mock->requests()[0].body == R"({"redirect_uri":"https://mysaas.com/dashboard"})");
}
