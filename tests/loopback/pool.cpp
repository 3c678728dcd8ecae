// When connections are used again, shared, waited for and dropped.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;
using testing::mock_ending;

namespace {

loopback::adjust at_most(std::size_t n)
{
    return [n](client_options& o) { o.pool.max_connections = n; };
}

mock_answer held()
{
    return {.hold = true};
}

mock_answer raw(std::string head, std::string body = "{}")
{
    return mock_answer::bytes(std::move(head) + "\r\n" + std::move(body));
}

} // namespace

TEST_CASE("calls one after another use one connection")
{
    loopback f;
    f.check_pool(0, 0, 0, 0);
    for (int i = 0; i != 3; ++i) {
        auto const c = f.make();
        CHECK(c->value().http.attempts[0].reused_connection == (i != 0));
        f.check_pool(0, 1, 0, 1);
    }
    CHECK(f.mock->connections_accepted() == 1);
}

TEST_CASE("a handler may run the context itself until a next call on the connection has ended")
{
    loopback f;
    f.make();
    loopback::call inner;
    f.client->vault.sessions.create(std::nullopt, [&](create_session_result const&) {
        auto const c = f.start();
        f.finish(c);
        inner = c;
    });
    f.run_until([&] { return inner != nullptr; });
    CHECK(inner->value().http.attempts[0].reused_connection);
}

TEST_CASE("a pool that was made for no connection has one")
{
    loopback f;
    http::transport_options options{
        .tls = {.ca_pem = f.mock->ca_pem()}, .pool = {.max_connections = 0}};
    f.client.emplace(std::make_shared<http::https_transport>(f.context->get_executor(), options),
        tests::options(*f.mock));
    auto const first = f.start();
    auto const second = f.start();
    CHECK(f.finish(first)->value().http.status == 200);
    CHECK(f.finish(second)->value().http.attempts[0].reused_connection);
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("the timings of a reused connection have no resolve, connect and handshake")
{
    loopback f;
    auto const first = f.make()->value().http.attempts[0].times;
    CHECK(first.resolve);
    CHECK(first.connect);
    CHECK(first.handshake);
    auto const second = f.make()->value().http.attempts[0].times;
    CHECK_FALSE(second.resolve);
    CHECK_FALSE(second.connect);
    CHECK_FALSE(second.handshake);
    for (auto const& times : {first, second}) {
        CHECK(times.queue);
        CHECK(times.write);
        CHECK(times.read_head);
        CHECK(times.read_body);
    }
}

TEST_CASE("calls beyond the cap wait, and go on in the order in which they came")
{
    loopback f(at_most(1));
    std::vector<std::string> order;
    f.mock->on_request([&](testing::mock_request const& r) {
        order.emplace_back(r.headers.find("X-Order").value_or("?"));
    });
    f.mock->answer(held());
    std::vector<loopback::call> calls;
    for (char const* name : {"a", "b", "c", "d"}) {
        call_options const per_call{.headers = {{"X-Order", name}}};
        calls.push_back(f.start(per_call));
    }
    f.run_until([&] { return !order.empty(); });
    f.settle();
    f.check_pool(1, 0, 3, 1);
    CHECK(order == std::vector<std::string>{"a"});
    f.mock->release();
    for (auto const& c : calls)
        CHECK(f.finish(c)->value().http.status == 200);
    CHECK(order == std::vector<std::string>{"a", "b", "c", "d"});
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("many calls at once through few connections all end")
{
    loopback f(at_most(2));
    std::vector<loopback::call> calls;
    for (int i = 0; i != 50; ++i)
        calls.push_back(f.start());
    for (auto const& c : calls)
        CHECK(f.finish(c)->value().http.status == 200);
    CHECK(f.mock->connections_accepted() == 2);
    f.check_pool(0, 2, 0, 2);
}

TEST_CASE("a waiter gets a new connection where the one before it can't be used again")
{
    loopback f(at_most(1));
    auto answer = held();
    answer.headers.add("Connection", "close");
    f.mock->answer(answer);
    auto const first = f.start();
    f.run_until([&] { return f.mock->requests().size() == 1; });
    auto const second = f.start();
    f.run_until([&] { return f.stats().waiting == 1; });
    f.mock->release();
    CHECK(f.finish(first)->value().http.status == 200);
    CHECK(f.finish(second)->value().http.status == 200);
    CHECK_FALSE(second->attempts()[0].reused_connection);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("an idle timeout of zero uses no connection again")
{
    loopback f([](client_options& o) { o.pool.idle_timeout = 0s; });
    f.make();
    CHECK_FALSE(f.make()->value().http.attempts[0].reused_connection);
    CHECK(f.mock->connections_accepted() == 2);
    CHECK(f.stats().opened == 2);
}

TEST_CASE("a connection is not used again where the answer says so, or has no length")
{
    auto const answer = GENERATE(
        raw("HTTP/1.1 418 T\r\nContent-Length: 2\r\nConnection: close\r\n"),
        raw("HTTP/1.1 418 T\r\nContent-Length: 2\r\nConnection: foo, Close\r\n"),
        raw("HTTP/1.0 418 T\r\nContent-Length: 2\r\n"));
    loopback f;
    f.mock->answer(answer);
    CHECK(f.make()->alternative<api_error>().status == 418);
    f.check_pool(0, 0, 0, 1);
    CHECK(f.make()->value().http.status == 200);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("HTTP/1.0 with keep-alive is used again")
{
    loopback f;
    f.mock->answer(raw("HTTP/1.0 418 T\r\nContent-Length: 2\r\nConnection: keep-alive\r\n"));
    CHECK(f.make()->alternative<api_error>().status == 418);
    f.check_pool(0, 1, 0, 1);
}

TEST_CASE("a body that ends with the connection is whole where TLS is closed in order")
{
    loopback f;
    auto answer = raw("HTTP/1.1 418 T\r\nContent-Type: application/json\r\n", R"({"message":"M"})");
    answer.ending = mock_ending::close;
    f.mock->answer(answer);
    CHECK(f.make()->alternative<api_error>().message == "M");
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a connection on which bytes came that nobody asked for is not used again")
{
    loopback f;
    mock_answer answer;
    answer.unsolicited = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    f.mock->answer(answer);
    CHECK(f.make()->value().http.status == 200);
    f.settle();
    f.mock->answer(mock_answer::json(418, "{}"));
    auto const c = f.make();
    CHECK(c->alternative<api_error>().status == 418);
    CHECK_FALSE(c->attempts()[0].reused_connection);
    CHECK(f.stats().opened == 2);
}

TEST_CASE("the connection of a cancelled call is not used again")
{
    loopback f;
    f.make();
    f.mock->answer(held());
    auto const c = f.start();
    f.run_until([&] { return f.mock->requests().size() == 2; });
    c->signal.emit(boost::asio::cancellation_type::total);
    CHECK(f.finish(c)->alternative<cancelled_error>().stage == stage::read_head);
    f.check_pool(0, 0, 0, 1);
    CHECK_FALSE(f.make()->value().http.attempts[0].reused_connection);
    f.check_pool(0, 1, 0, 2);
}

TEST_CASE("each server has connections of its own")
{
    loopback f(at_most(1));
    f.make();
    call_options const other{
        .server_url = "https://127.0.0.1:" + std::to_string(f.mock->port())};
    CHECK_FALSE(f.make(other)->value().http.attempts[0].reused_connection);
    f.check_pool(0, 2, 0, 2);
    CHECK(f.make()->value().http.attempts[0].reused_connection);
    CHECK(f.make(other)->value().http.attempts[0].reused_connection);
}
