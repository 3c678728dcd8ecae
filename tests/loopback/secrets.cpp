// That nothing secret is told to anybody: not to observers, not in errors, not in what is printed.

#include "../support/catch.hpp"
#include "../support/seen.hpp"

#include <boost/exception/diagnostic_information.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <sstream>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;
using testing::mock_answer;

namespace {

constexpr char const* key = "sk-canary-3f1b/+=key";
constexpr char const* token = "eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl-canary";
std::string const uri = "https://vault.apideck.com/session/" + std::string(token);

/// Everything printable of a call's end, and all that an observer was told.
std::string all_text(started_call const& c, seen const& s)
{
    std::ostringstream out;
    for (auto const& line : s.lines)
        out << line << '\n';
    for (auto const& a : s.attempts)
        out << a << ' ' << a.request_id << '\n';
    if (*c.result) {
        out << static_cast<CreateSessionResponse const&>(c.value()) << '\n';
        return out.str();
    }
    auto const& e = c.error();
    out << e << '\n' << e.body() << '\n';
    if (auto const* http = e.http())
        out << http->request_id << '\n' << http->headers.wire();
    if (auto const* fields = e.api_fields()) {
        out << *fields << '\n';
        for (auto const& text : {fields->error, fields->type_name, fields->message, fields->ref})
            out << text.value_or("") << '\n';
        if (fields->detail)
            out << boost::json::serialize(*fields->detail) << '\n';
    }
    if (auto const* wrong = e.get_if<response_validation_error>())
        out << wrong->pointer << wrong->expected << wrong->found << '\n';
    try {
        c.result->value();
    } catch (std::exception const& thrown) {
        out << thrown.what() << '\n' << boost::diagnostic_information(thrown);
    }
    return out.str();
}

void check_clean(std::string const& text)
{
    CAPTURE(text);
    CHECK(text.find(key) == std::string::npos);
    CHECK(text.find("sk-canary") == std::string::npos);
    CHECK(text.find(token) == std::string::npos);
    CHECK(text.find("canary@") == std::string::npos);
    CHECK_FALSE(text.empty());
}

Session personal()
{
    Session out;
    out.consumer_metadata.emplace();
    out.consumer_metadata->email = "canary@example.com";
    return out;
}

loopback::adjust with_canary(seen& s)
{
    return [&s](client_options& o) {
        s.watch()(o);
        o.api_key = key;
    };
}

} // namespace

TEST_CASE("neither key nor token nor address is told when a call succeeds")
{
    seen s;
    loopback f(with_canary(s));
    f.mock->answer(mock_answer::json(200, R"({"status_code":200,"status":"OK","data":{"session_uri":")"
        + uri + R"(","session_token":")" + token + "\"}}"));
    auto const session = personal();
    auto const c = f.make(&session);
    CHECK(c->value().data.session_token == token);
    check_clean(all_text(*c, s));
    std::ostringstream printed;
    printed << session << c->value().data;
    check_clean(printed.str());
}

TEST_CASE("a server that echoes key and token in an error's body does not make the SDK tell them")
{
    auto const status = GENERATE(201, 400, 401, 403, 422, 500);
    auto const body = GENERATE_COPY(as<std::string>(),
        R"({"message":"bad header Authorization: Bearer )" + std::string(key) + R"(","detail":")" + uri
            + "\"}",
        R"({"type_name":")" + std::string(key) + R"(","error":")" + token
            + R"(","detail":{"session_token":"opaque-sk-canary","a":[")" + key + "\"]}}",
        R"({"message":"sk-canary-3f1b\/+=key","type_name":"sk-canary-3f1b\/+=key"})",
        R"({"error":"sk-canary-3f1b\u002f+=key","ref":"\u0073k-canary-3f1b/+=key"})",
        "<pre>Bearer " + std::string(key) + "</pre>" + uri);
    CAPTURE(status, body);
    seen s;
    loopback f(with_canary(s));
    for (int i = 0; i != 4; ++i)
        f.mock->answer(mock_answer::json(status, body));
    auto const c = f.make();
    check_clean(all_text(*c, s));
}

TEST_CASE("a server that echoes key and token in headers does not make the SDK tell them")
{
    auto const status = GENERATE(302, 400, 503);
    seen s;
    loopback f(with_canary(s));
    for (int i = 0; i != 4; ++i) {
        auto answer = mock_answer::json(status, "{}");
        answer.headers.add("Request-Id", key);
        answer.headers.add("X-Echo", "Bearer " + std::string(key));
        answer.headers.add("Location", uri);
        f.mock->answer(answer);
    }
    check_clean(all_text(*f.make(), s));
}

TEST_CASE("a body that is not what was promised is told without its token")
{
    auto const body = GENERATE_COPY(as<std::string>(),
        R"({"status_code":200,"status":"OK","data":{"session_token":")" + std::string(token) + "\"}}",
        R"({"status_code":200,"status":"OK","data":{"session_token":"opaque-sk-canary"}})",
        R"({"status_code":")" + std::string(key) + R"(","status":"OK"})",
        R"({"data":{"session_uri":")" + uri, uri);
    CAPTURE(body);
    seen s;
    loopback f(with_canary(s));
    f.mock->answer(mock_answer::json(200, body));
    auto const c = f.make();
    CHECK(c->error().is<response_validation_error>());
    check_clean(all_text(*c, s));
}

TEST_CASE("connection errors, timeouts and cancellations tell nothing secret")
{
    auto const how = GENERATE(0, 1, 2);
    seen s;
    loopback f(with_canary(s));
    f.make();
    f.mock->answer(how == 0 ? mock_answer::bytes("garbage " + std::string(key) + "\r\n\r\n")
                            : mock_answer::stall());
    call_options options;
    if (how == 1)
        options.timeout = 50ms;
    auto const session = personal();
    auto const c = f.start(&session, options);
    if (how == 2) {
        f.run_until([&] { return f.mock->requests().size() == 2; });
        c->signal.emit(asio::cancellation_type::total);
    }
    f.finish(c);
    check_clean(all_text(*c, s));
}
