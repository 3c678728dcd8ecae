// Proxies that refuse, and proxies that misbehave.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/own_proxy.hpp"
#include "../support/refusing_port.hpp"

#include <boost/beast/http/error.hpp>

#include <string>

using namespace apideck;
using namespace apideck::tests;
using then = own_proxy::then;

namespace {

call_options const once{.retries = retry_policy::none()};

} // namespace

TEST_CASE("a proxy that refuses is an error of its stage with the status and what to do")
{
    struct row {
        std::string status, user, end;
        bool permanent;
    };
    auto const one = GENERATE(values<row>({
        {"407 Come in", "", " answered 407 Proxy Authentication Required; "
                            "set user and password in proxy.url", true},
        {"407 No", "user:password", " answered 407 Proxy Authentication Required; "
                                    "it does not take the user and password of proxy.url", true},
        {"401 No", "user:password", " answered 401 Unauthorized; "
                                    "it does not take the user and password of proxy.url", true},
        {"403 Filtered", "", " answered 403 Forbidden", true},
        {"405 Method Not Allowed", "", " answered 405 Method Not Allowed", true},
        {"302 Found", "", " answered 302 Found", true},
        {"555 Odd", "", " answered 555", true},
        {"408 Request Timeout", "", " answered 408 Request Timeout", false},
        {"429 Too Many Requests", "", " answered 429 Too Many Requests", false},
        {"500 Unable to connect", "", " answered 500 Internal Server Error", false},
        {"502 Bad Gateway", "", " answered 502 Bad Gateway", false},
        {"503 Service Unavailable", "", " answered 503 Service Unavailable", false},
        {"504 Gateway Timeout", "", " answered 504 Gateway Timeout", false},
    }));
    CAPTURE(one.status);
    own_proxy proxy;
    loopback f([&](client_options& o) {
        o.proxy.url = proxy.url(one.user);
        o.retries.max_attempts = 2;
        o.retries.initial_interval = duration(1);
    });
    for (int i = 0; i != (one.permanent ? 1 : 2); ++i)
        proxy.next({"HTTP/1.1 " + one.status + "\r\nContent-Length: 3\r\n\r\nno\n"});
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::proxy);
    CHECK(e.code == asio::error::connection_refused);
    CHECK(e.reason
        == "the proxy 127.0.0.1 port " + proxy.url().substr(proxy.url().rfind(':') + 1) + one.end);
    CHECK(c->error().delivery() == delivery::never);
    CHECK_FALSE(c->error().http());
    CHECK_FALSE(c->attempts().at(0).status);
    CHECK(c->attempts().size() == (one.permanent ? 1 : 2));
    f.check_pool(0, 0, 0, c->attempts().size());
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a call gets through once the proxy gets through to the server")
{
    own_proxy proxy;
    proxy.next({"HTTP/1.1 503 Service Unavailable\r\n\r\n"});
    loopback f(through(proxy.url()));
    CHECK(f.make()->value().http.attempts.size() == 2);
}

TEST_CASE("a proxy's answer that can't be taken is an error that is not retried")
{
    struct row {
        std::string text;
        then after;
        boost::beast::http::error code;
        std::string end;
    };
    using e = boost::beast::http::error;
    std::string const garbage = ": the answer is not one that can be taken";
    auto const one = GENERATE_COPY(values<row>({
        {"SSH-2.0-OpenSSH\r\n", then::close, e::bad_version, garbage},
        {"HTTP/1.1 abc\r\n\r\n", then::close, e::bad_status, garbage},
        {"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", then::close, e::bad_field, garbage},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", then::close, e::bad_status, garbage},
        {"HTTP/1.1 103 Early Hints\r\n\r\n", then::repeat, e::header_limit,
            ": limits.head is 1024 bytes"},
        {"HTTP/1.1 200 " + std::string(2000, 'x'), then::close, e::header_limit,
            ": limits.head is 1024 bytes"},
        {"HTTP/1.1 200 OK\r\nX: " + std::string(2000, 'x'), then::repeat, e::header_limit,
            ": limits.head is 1024 bytes"},
        {"HTTP/1.1 200 OK\r\n\r\nhello", then::tunnel, e::unexpected_body,
            " sent more than its answer"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", then::tunnel, e::unexpected_body,
            " sent more than its answer"},
    }));
    CAPTURE(one.text);
    own_proxy proxy;
    proxy.next({one.text, one.after});
    loopback f([&](client_options& o) {
        o.proxy.url = proxy.url();
        o.limits.head = 1024;
    });
    auto const c = f.make();
    auto const& error = c->alternative<connection_error>();
    CHECK(error.stage == stage::proxy);
    CHECK(error.code == one.code);
    CHECK_THAT(error.reason, ContainsSubstring("the proxy 127.0.0.1 port "));
    CHECK_THAT(error.reason, Catch::Matchers::EndsWith(one.end));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("a proxy that closes before its answer is whole is an error that is retried")
{
    auto const text = GENERATE(as<std::string>(), "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\n");
    CAPTURE(text);
    own_proxy proxy;
    proxy.next({text});
    loopback f(through(proxy.url()));
    auto const c = f.make(once);
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::proxy);
    CHECK(e.code
        == (text.empty() ? boost::beast::http::error::end_of_stream
                         : boost::beast::http::error::partial_message));
    CHECK_THAT(e.reason, ContainsSubstring("the proxy 127.0.0.1 port "));
    CHECK(c->error().delivery() == delivery::never);
    proxy.next({text});
    CHECK(f.make()->value().http.attempts.size() == 2);
}

TEST_CASE("a proxy that refuses connections is an error that names the proxy")
{
    loopback f;
    refusing_port const refusing(*f.context);
    auto const port = std::to_string(refusing.endpoint().port());
    auto options = f.client->options();
    through("http://localhost:" + port)(options);
    f.client.emplace(*f.context, options);
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().stage == stage::connect);
    CHECK(c->alternative<connection_error>().code == asio::error::connection_refused);
    CHECK(c->alternative<connection_error>().reason == "the proxy localhost port " + port);
}

TEST_CASE("a proxy that can't be used is refused with the name of the option")
{
    loopback f(through("https://proxy.test:3128"));
    auto const c = f.make();
    auto const& e = c->alternative<invalid_request_error>();
    CHECK(e.field == "proxy.url");
    CHECK_THAT(e.reason, ContainsSubstring("the scheme must be http"));
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    CHECK(f.mock->connections_accepted() == 0);
}

TEST_CASE("user and password of a proxy are in no error and no log, even where it repeats them")
{
    auto const answer = GENERATE(as<std::string>(),
        "HTTP/1.1 407 Basic Y2FuYXJ5OnBhc3N3b3JkLWNhbmFyeQ==\r\n"
        "X-Echo: canary:password-canary\r\n\r\nY2FuYXJ5OnBhc3N3b3JkLWNhbmFyeQ==",
        "HTTP/1.1 200 password-canary\r\n\r\npassword-canary", "password-canary\r\n\r\n", "");
    CAPTURE(answer);
    own_proxy proxy;
    proxy.next({answer});
    std::string text;
    loopback f([&](client_options& o) {
        through(proxy.url("canary:password-canary"))(o);
        o.observer.on_log = [&](log_level, std::string_view line) { text.append(line); };
    });
    auto const c = f.make(once);
    CHECK_THAT(proxy.asked().at(0), ContainsSubstring("Basic Y2FuYXJ5OnBhc3N3b3JkLWNhbmFyeQ=="));
    text += c->error().message() + c->error().body() + c->alternative<connection_error>().reason;
    CHECK_THAT(text, ContainsSubstring("proxy"));
    CHECK_THAT(text, !ContainsSubstring("canary"));
    CHECK_THAT(text, !ContainsSubstring("Y2FuYXJ5"));
}
