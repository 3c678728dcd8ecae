#include <apideck/attempt.hpp>

#include <apideck/observer.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/error.hpp>

#include <chrono>
#include <sstream>
#include <string>
#include <string_view>

using apideck::attempt;
using apideck::delivery;
using apideck::retry_reason;
using apideck::stage;
using namespace std::chrono_literals;

TEST_CASE("an attempt prints as one line", "[attempt]")
{
    boost::system::error_code const reset = boost::asio::error::connection_reset;
    struct row {
        attempt a;
        std::string line;
    };
    row const rows[] = {
        {{.status = 200, .total = 12ms}, "attempt 1: 200, 12 ms"},
        {{.number = 2, .status = 503, .total = 12ms, .next = retry_reason::backoff, .wait = 250ms},
            "attempt 2: 503, 12 ms, then backoff of 250 ms"},
        {{.status = 429, .total = 1999us, .next = retry_reason::retry_after, .wait = 7s},
            "attempt 1: 429, 1 ms, then retry_after of 7000 ms"},
        {{.status = 401, .next = retry_reason::new_key}, "attempt 1: 401, 0 ms, then new_key"},
        {{.status = 200, .request_id = "id-1", .reused_connection = true},
            "attempt 1: 200, 0 ms, reused connection, request id id-1"},
        {{.error = reset, .stage = stage::read_head, .delivery = delivery::possibly, .total = 3ms},
            "attempt 1: " + reset.message() + " (read_head, delivered: possibly), 3 ms"},
        // A head arrived, the body did not.
        {{.status = 200,
             .error = reset,
             .stage = stage::read_body,
             .delivery = delivery::certainly},
            "attempt 1: " + reset.message() + " (read_body, delivered: certainly), 0 ms"},
    };
    for (auto const& [a, line] : rows) {
        CAPTURE(line);
        std::ostringstream out;
        out << a;
        CHECK(out.str() == line);
    }
}

TEST_CASE("a reason to retry has a name", "[attempt]")
{
    CHECK(to_string(retry_reason::none) == "none");
    CHECK(to_string(retry_reason::backoff) == "backoff");
    CHECK(to_string(retry_reason::retry_after) == "retry_after");
    CHECK(to_string(retry_reason::new_connection) == "new_connection");
    CHECK(to_string(retry_reason::new_key) == "new_key");
}

TEST_CASE("a stage has a name", "[attempt]")
{
    struct row {
        stage value;
        std::string_view name;
    };
    // In the order in which a call comes through them, which is that of their values.
    constexpr row rows[] = {{stage::prepare, "prepare"}, {stage::api_key, "api_key"},
        {stage::queue, "queue"}, {stage::resolve, "resolve"}, {stage::connect, "connect"}, {stage::proxy, "proxy"},
        {stage::handshake, "handshake"}, {stage::write, "write"}, {stage::read_head, "read_head"},
        {stage::read_body, "read_body"}, {stage::wait, "wait"}};
    unsigned place = 0;
    for (auto const& [value, name] : rows) {
        CAPTURE(name);
        CHECK(to_string(value) == name);
        CHECK(static_cast<unsigned>(value) == place++);
        std::ostringstream out;
        out << value;
        CHECK(out.str() == name);
    }
}

TEST_CASE("what may have reached the server can be compared", "[attempt]")
{
    CHECK(delivery::never < delivery::possibly);
    CHECK(delivery::possibly < delivery::certainly);
    CHECK(to_string(delivery::never) == "never");
    CHECK(to_string(delivery::possibly) == "possibly");
    CHECK(to_string(delivery::certainly) == "certainly");
}

TEST_CASE("a level of a log has a name", "[attempt]")
{
    using apideck::log_level;
    CHECK(to_string(log_level::debug) == "debug");
    CHECK(to_string(log_level::info) == "info");
    CHECK(to_string(log_level::warning) == "warning");
    CHECK(to_string(log_level::error) == "error");
}
