// Clients and contexts that go away at every step of a call.

#include "../support/call_paths.hpp"
#include "../support/catch.hpp"

using namespace apideck;
using namespace apideck::tests;

namespace {

/// What may go away with a call under way.
enum class goes { context, client_then_context, context_then_client };

} // namespace

TEST_CASE("a call goes on when its client is destroyed at any step, and leaves no connection")
{
    auto const p = GENERATE(from_range(call_paths()));
    at_each_step(p, [&](stepped_call& s, bool) {
        s.f.client.reset();
        CHECK(s.finish(s.tested)->value().http.status == 200);
        s.end_others();
        s.settle();
        CHECK(s.f.mock->open_connections() == 0);
    });
}

TEST_CASE("a context that is stopped at any step and run again brings the call to its end")
{
    auto const p = GENERATE(from_range(call_paths()));
    at_each_step(p, [&](stepped_call& s, bool) {
        s.f.context->stop();
        while (s.server.poll() != 0) // the server goes on
            ;
        CHECK(s.finish(s.tested)->value().http.status == 200);
        s.end_others();
        s.check_next_works();
    });
}

TEST_CASE("a context that is destroyed at any step takes the call along, whose handler is not called")
{
    auto const p = GENERATE(from_range(call_paths()));
    auto const what = GENERATE(goes::context, goes::client_then_context, goes::context_then_client);
    bool const cancelled = GENERATE(false, true);
    CAPTURE(static_cast<int>(what), cancelled);
    at_each_step(p, [&](stepped_call& s, bool more) {
        if (cancelled)
            s.tested->signal.emit(asio::cancellation_type::terminal);
        if (what == goes::client_then_context)
            s.f.client.reset();
        s.f.destroy_context();
        if (what == goes::context_then_client)
            s.f.client.reset();
        CHECK(s.tested->completions == (more ? 0 : 1));
        CHECK(s.tested->handler.expired());
        // Nothing of the client's holds a socket.
        s.settle();
        CHECK(s.f.mock->open_connections() == 0);
        s.f.client.reset();
    });
}
