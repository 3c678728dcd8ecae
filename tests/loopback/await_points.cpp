// Whole calls that fail, are cancelled or run out of time at every step that they have.

#include "../support/call_paths.hpp"
#include "../support/cancellation_types.hpp"
#include "../support/catch.hpp"

#include <chrono>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// Each path has as many steps as it has handlers, so a loop that ends early tests nothing.
constexpr int fewest_steps = 6;

/// Do `act` to a call of that path at each step before its end, which is a success.
template <class Act>
void interrupt_at_each_step(call_path p, Act act, bool retries = false)
{
    int const steps = at_each_step(p, [&](stepped_call& s, bool more) {
        if (more) {
            act(s);
            s.end_others();
            s.check_next_works();
        } else {
            CHECK(s.tested->value().http.status == 200);
            CHECK(s.tested->attempts()[0].times.proxy.has_value() == (p == call_path::proxy));
        }
    }, retries);
    CHECK(steps >= fewest_steps);
}

/// The answers of the server that a path meets before its success.
bool ended_by_answer(stepped_call const& s)
{
    return s.tested->error().is<api_error>() || s.tested->error().is<UnauthorizedResponse>();
}

} // namespace

TEST_CASE("a call that is cancelled at any step ends without the server's help")
{
    auto const p = GENERATE(from_range(call_paths()));
    auto const type = any_cancellation_type();
    int cancelled = 0;
    interrupt_at_each_step(p, [&](stepped_call& s) {
        s.tested->signal.emit(type);
        REQUIRE_FALSE(s.tested->done());
        s.finish_alone(s.tested);
        s.settle();
        s.check_delivery(s.tested, "tested");
        if (*s.tested->result)
            return; // its answer was there
        if (!ended_by_answer(s))
            CHECK(s.tested->error().is<cancelled_error>());
        ++cancelled;
    });
    CHECK(cancelled >= fewest_steps);
}

TEST_CASE("a call whose connection breaks at any step is a connection_error, or goes another way")
{
    auto const p = GENERATE(from_range(call_paths()));
    auto const what = GENERATE(fault::close, fault::reset);
    int broken = 0;
    interrupt_at_each_step(p, [&](stepped_call& s) {
        s.link->now(what);
        s.finish(s.tested);
        s.settle();
        s.check_delivery(s.tested, "tested");
        if (*s.tested->result)
            return;
        CHECK(s.tested->error().is<connection_error>());
        ++broken;
    });
    // A path with retries gets over it.
    bool const retries = p == call_path::backoff || p == call_path::provider;
    CHECK((broken != 0) == !retries);
}

TEST_CASE("a call with retries gets over a connection that breaks at any step")
{
    auto const p = GENERATE(from_range(call_paths()));
    auto const what = GENERATE(fault::close, fault::reset);
    std::size_t most = 0;
    interrupt_at_each_step(p, [&](stepped_call& s) {
        s.link->now(what);
        s.finish(s.tested);
        s.settle();
        s.check_delivery(s.tested, "tested");
        CHECK(s.tested->value().http.status == 200);
        most = std::max(most, s.tested->attempts().size());
    }, true);
    CHECK(most == (p == call_path::backoff || p == call_path::provider ? 3 : 2));
}

TEST_CASE("a deadline that strikes while the server stands still at any step ends the call")
{
    auto const p = GENERATE(from_range(call_paths()));
    // More than the call needs where nothing stands still.
    duration const limit = 10ms + 3 * stepped_call(p).finish_whole();
    call_options const options{.timeout = limit};
    int struck = 0;
    at_each_step(p, [&](stepped_call& s, bool) {
        s.finish_alone(s.tested);
        s.settle();
        s.check_delivery(s.tested, "tested");
        if (!*s.tested->result && !ended_by_answer(s)) {
            CHECK(s.tested->alternative<timeout_error>().limit == http::time_limit::total);
            CHECK(s.tested->took >= limit);
            ++struck;
        }
        s.end_others();
        s.check_next_works();
    }, false, options);
    CHECK(struck >= fewest_steps / 2);
}
