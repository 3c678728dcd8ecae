// Shutdowns at every step of a call, and what may happen at every step of a shutdown.

#include "../support/call_paths.hpp"
#include "../support/cancellation_types.hpp"
#include "../support/catch.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// A shutdown that was started, and what it came to.
struct ending {
    int completions = 0;
    std::size_t cancelled = 0;
    asio::cancellation_signal stop{};
    /// Expires with the handler.
    std::weak_ptr<void> handler{};

    void begin(client const& c, duration grace)
    {
        auto held = std::make_shared<char>();
        handler = held;
        auto token = asio::bind_cancellation_slot(
            stop.slot(), [this, held = std::move(held)](std::size_t n) {
                ++completions;
                cancelled = n;
            });
        c.shutdown(grace, std::move(token));
        CHECK(completions == 0); // not from within
    }
};

/// Check that the shutdown was heard of once, and that nothing of the client's is left to run.
void check_over(stepped const& s, ending const& end)
{
    CHECK(end.completions == 1);
    CHECK(end.handler.expired());
    CHECK(s.f.context->stopped());
    CHECK(s.f.mock->open_connections() == 0);
    if (s.f.client)
        s.f.check_pool(0, 0, 0, s.f.stats().opened);
}

/** A client that was told to shut down with all that it may have: a call on a kept connection that a
    503 is to make wait, a warm-up that opens a connection, and a connection that is idle. */
struct ending_client : stepped {
    ending_client()
        : stepped([](client_options& o) {
              o.retries = {};
              o.retries.initial_interval = std::chrono::microseconds(1);
          })
    {
        auto const one = start("before");
        make("before");
        finish(one);
        settle();
        f.check_pool(0, 2, 0, 2);
        f.mock->answer(testing::mock_answer::json(503, "{}"));
        running = start("running");
        f.client->warm_up(3, [this](result<std::size_t> r) {
            ++warmed;
            opened.emplace(std::move(r));
        });
        end.begin(*f.client, patience());
    }

    /// Run until it is shut down.
    void go_on()
    {
        while (end.completions == 0)
            step();
    }

    /// What ran has ended before the shutdown, once, and nothing is left of either.
    void check_end()
    {
        CHECK(running->completions == 1);
        CHECK(warmed == 1);
        settle();
        CHECK(running->completions == 1);
        CHECK(warmed == 1);
        check_over(*this, end);
    }

    void check_success()
    {
        check_end();
        CHECK(running->value().http.attempts.size() == 2);
        CHECK(opened->value() == 1);
        CHECK(end.cancelled == 0);
    }

    loopback::call running;
    int warmed = 0;
    std::optional<result<std::size_t>> opened;
    ending end;
};

/// Do `act` to a client that is being shut down after no step, one, two and so on to the end.
template <class Act>
void interrupt_at_each_step(Act act)
{
    int steps = 0;
    for (bool more = true; more; ++steps) {
        REQUIRE(steps < 1000);
        CAPTURE(steps);
        ending_client s;
        for (int i = 0; i != steps && s.end.completions == 0; ++i)
            s.step();
        more = s.end.completions == 0;
        act(s, more);
    }
    // Each of the operations has some of its own.
    CHECK(steps >= 20);
}

} // namespace

TEST_CASE("a shutdown without grace at any step of a call cancels it, and leaves no connection")
{
    auto const p = GENERATE(from_range(call_paths()));
    int cancelled = 0;
    int const steps = at_each_step(p, [&](stepped_call& s, bool) {
        std::size_t running = 0;
        for (auto const& c : {s.before, s.tested})
            running += c && !c->done() ? 1u : 0u;
        ending end;
        end.begin(*s.f.client, 0s);
        s.f.run_until([&] { return end.completions != 0; }); // without the server's help
        REQUIRE(s.tested->done());
        s.settle();
        s.check_delivery(s.tested, "tested");
        check_over(s, end);
        CHECK(end.cancelled <= running);
        if (*s.tested->result || !s.tested->error().is<cancelled_error>())
            return; // its answer was there
        CHECK(end.cancelled >= 1);
        ++cancelled;
    });
    CHECK(cancelled >= steps / 2);
}

TEST_CASE("a shutdown that is cancelled at any step cancels what runs, without the server's help")
{
    auto const type = any_cancellation_type();
    std::size_t most = 0;
    interrupt_at_each_step([&](ending_client& s, bool more) {
        s.end.stop.emit(type);
        s.f.run_until([&] { return s.end.completions != 0; });
        s.check_end();
        most = std::max(most, s.end.cancelled);
        if (!more)
            CHECK(s.end.cancelled == 0);
    });
    CHECK(most == 2); // the call and the warm-up
}

TEST_CASE("a shutdown goes on when its client is destroyed at any step")
{
    interrupt_at_each_step([](ending_client& s, bool) {
        s.f.client.reset();
        s.go_on();
        s.check_success();
    });
}

TEST_CASE("a context that is stopped at any step and run again brings a shutdown to its end")
{
    interrupt_at_each_step([](ending_client& s, bool) {
        s.f.context->stop();
        while (s.server.poll() != 0) // the server goes on
            ;
        s.go_on();
        s.check_success();
    });
}

TEST_CASE("a context that is destroyed at any step takes a shutdown along unheard")
{
    bool const client_first = GENERATE(false, true);
    bool const cancelled = GENERATE(false, true);
    interrupt_at_each_step([&](ending_client& s, bool more) {
        if (cancelled)
            s.end.stop.emit(asio::cancellation_type::terminal);
        if (client_first)
            s.f.client.reset();
        int const ended = s.running->completions + s.warmed;
        s.f.destroy_context();
        s.f.client.reset();
        CHECK(s.end.completions == (more ? 0 : 1));
        CHECK(s.end.handler.expired());
        CHECK(s.running->completions + s.warmed == ended);
        CHECK(s.running->handler.expired());
        s.end.stop.emit(asio::cancellation_type::terminal); // to nobody
        s.settle();
        CHECK(s.f.mock->open_connections() == 0);
    });
}
