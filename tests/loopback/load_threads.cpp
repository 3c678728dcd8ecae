// Many calls in flight on one client from several threads; meant for ThreadSanitizer.
//
// APIDECK_LOAD_CALLS says how many (1,000 else), APIDECK_LOAD_SEED repeats the server's choices.

#include "../support/catch.hpp"
#include "../support/load.hpp"

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("many calls from several threads end, once, in time, and leave nothing")
{
    constexpr std::size_t threads = 4;
    load l(rough);
    CAPTURE(l.seed);
    l.burst(l.calls, threads); // once before, as in the load of one thread
    auto const before = l.level();
    l.server.set(rough);

    auto const out = l.burst(l.calls, threads);

    l.check(out);
    CHECK(l.server.take_arrivals().size() == out.attempts);
    l.check_level(before);
}
