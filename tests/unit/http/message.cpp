#include <apideck/http/message.hpp>

#include <tests/support/catch.hpp>

#include <chrono>
#include <string>

using namespace apideck::http;
using apideck::duration;
using apideck::time_point;

TEST_CASE("a time plus a duration ends at the end of time", "[message]")
{
    using std::chrono::hours;
    using std::chrono::nanoseconds;
    time_point const start(hours(10));
    CHECK(saturating_add(start, hours(1)) == start + hours(1));
    CHECK(saturating_add(start, duration::zero()) == start);
    CHECK(saturating_add(start, duration::max()) == time_point::max());
    CHECK(saturating_add(time_point::max(), nanoseconds(1)) == time_point::max());
    CHECK(saturating_add(time_point::max() - nanoseconds(2), nanoseconds(1))
        == time_point::max() - nanoseconds(1));
    CHECK(saturating_add(time_point{}, duration::max()) == time_point::max());
}

TEST_CASE("a method has the name that it has on the wire", "[message]")
{
    CHECK(to_string(method::get) == "GET");
    CHECK(to_string(method::post) == "POST");
    CHECK(to_string(method::put) == "PUT");
    CHECK(to_string(method::patch) == "PATCH");
    CHECK(to_string(method::delete_) == "DELETE");
}

TEST_CASE("a limit of time has the name of its option", "[message]")
{
    CHECK(to_string(time_limit::none) == "none");
    CHECK(to_string(time_limit::connect) == "connect");
    CHECK(to_string(time_limit::attempt) == "attempt");
    CHECK(to_string(time_limit::total) == "total");
}

TEST_CASE("servers are the same when scheme, host and port are", "[message]")
{
    origin const server{true, "example.com", 443};
    CHECK(server == origin{true, "example.com", 443});
    CHECK(server != origin{false, "example.com", 443});
    CHECK(server != origin{true, "example.org", 443});
    CHECK(server != origin{true, "example.com", 444});
}
