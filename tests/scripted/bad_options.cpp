// Options and arguments that can't make a request: each is refused by name, and nothing is sent.

#include <tests/scripted/support.hpp>

#include <functional>
#include <limits>

using apideck::call_options;
using apideck::client_options;
using apideck::invalid_request_error;
using namespace apideck::tests;

namespace {

struct bad_client {
    char const* field;
    std::function<void(client_options&)> spoil;
};

struct bad_call {
    char const* field;
    std::function<void(call_options&)> spoil;
};

/// Texts that can't be the value of a header field.
std::vector<std::string> const bad_values{"a\rb", "a\nb", "a\r\nx-evil: 1", std::string("a\0b", 3),
    "caf\xC3\xA9", "a\x7F", "a\tb", " a", "a "};

void check_refused(scripted_vault& vault, call_options const& call, std::string const& field)
{
    auto const e = vault.failure(call);
    auto const why = expect<invalid_request_error>(e);
    CHECK(why.field == field);
    CHECK_FALSE(why.reason.empty());
    CHECK(vault.sent() == 0);
    CHECK(vault.elapsed() == 0s);
    CHECK(e.attempts().empty());
    CHECK(e.delivery() == apideck::delivery::never);
    CHECK_THAT(e.message(), ContainsSubstring(field + ": " + why.reason));
}

void check_all(std::vector<bad_client> const& table)
{
    for (std::size_t i = 0; i != table.size(); ++i) {
        CAPTURE(i, table[i].field);
        scripted_vault vault;
        table[i].spoil(vault.options);
        check_refused(vault, {}, table[i].field);
    }
}

void check_all(std::vector<bad_call> const& table)
{
    for (std::size_t i = 0; i != table.size(); ++i) {
        CAPTURE(i, table[i].field);
        scripted_vault vault;
        call_options call;
        table[i].spoil(call);
        check_refused(vault, call, table[i].field);
    }
}

} // namespace

TEST_CASE("a client without key or ids is refused", "[refused]")
{
    check_all(std::vector<bad_client>{
        {"api_key", [](auto& o) { o.api_key = {}; }},
        {"api_key", [](auto& o) { o.api_key = ""; }},
        {"api_key", [](auto& o) { o.api_key = "Bearer"; }},
        {"api_key", [](auto& o) { o.api_key = "bearer "; }},
        {"app_id", [](auto& o) { o.app_id = ""; }},
        {"consumer_id", [](auto& o) { o.consumer_id = ""; }},
    });
}

TEST_CASE("text that can't be a header is refused, wherever it comes from", "[refused]")
{
    for (auto const& bad : bad_values) {
        check_all(std::vector<bad_client>{
            {"api_key", [&](auto& o) { o.api_key = bad; }},
            {"app_id", [&](auto& o) { o.app_id = bad; }},
            {"consumer_id", [&](auto& o) { o.consumer_id = bad; }},
            {"user_agent_suffix", [&](auto& o) { o.user_agent_suffix = bad; }},
            {"headers[1].value", [&](auto& o) { o.headers = {{"x-a", "1"}, {"x-b", bad}}; }},
        });
        check_all(std::vector<bad_call>{
            {"app_id", [&](auto& o) { o.app_id = bad; }},
            {"consumer_id", [&](auto& o) { o.consumer_id = bad; }},
            {"headers[0].value", [&](auto& o) { o.headers = {{"x-a", bad}}; }},
        });
    }
}

TEST_CASE("an id that a call empties is refused", "[refused]")
{
    check_all(std::vector<bad_call>{
        {"app_id", [](auto& o) { o.app_id = ""; }},
        {"consumer_id", [](auto& o) { o.consumer_id = ""; }},
    });
}

TEST_CASE("the name of a header that can't be one, or is the SDK's, is refused", "[refused]")
{
    for (auto const* name : {"", "a b", "a:b", "a\r\n", "\xC3\xA9", "Authorization", "HOST",
             "x-apideck-app-id", "X-Apideck-Consumer-Id", "User-Agent", "Accept", "Content-Type",
             "Content-Length", "Transfer-Encoding", "Connection", "Expect"}) {
        CAPTURE(name);
        check_all(std::vector<bad_client>{
            {"headers[0].name", [&](auto& o) { o.headers = {{name, "1"}}; }}});
        check_all(std::vector<bad_call>{
            {"headers[0].name", [&](auto& o) { o.headers = {{name, "1"}}; }}});
    }
}

TEST_CASE("a server URL that leads nowhere is refused", "[refused]")
{
    for (auto const* url :
        {"", "unify.apideck.com", "https://", "https:///path", "ftp://host", "http://plain.example",
            "https://user:word@host", "https://host/?q=1", "https://host/#f", "https://host:0",
            "https://host:65536", "https://host:x", "https://ho st", "https://[::1",
            "https://h\xC3\xB6st", "https://host/a b", "https://host\r\nx: y"}) {
        CAPTURE(url);
        check_all(std::vector<bad_client>{{"server_url", [&](auto& o) { o.server_url = url; }}});
        check_all(std::vector<bad_call>{{"server_url", [&](auto& o) { o.server_url = url; }}});
    }
}

TEST_CASE("a limit of time that is zero or negative is refused", "[refused]")
{
    for (auto const limit :
        {apideck::duration(0), apideck::duration(-1), apideck::duration::min()}) {
        check_all(std::vector<bad_client>{
            {"timeout", [&](auto& o) { o.timeout = limit; }},
            {"attempt_timeout", [&](auto& o) { o.attempt_timeout = limit; }},
            {"connect_timeout", [&](auto& o) { o.connect_timeout = limit; }},
        });
        check_all(std::vector<bad_call>{
            {"timeout", [&](auto& o) { o.timeout = limit; }},
            {"attempt_timeout", [&](auto& o) { o.attempt_timeout = limit; }},
            {"connect_timeout", [&](auto& o) { o.connect_timeout = limit; }},
        });
    }
}

TEST_CASE("a retry policy that makes no sense is refused", "[refused]")
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<std::pair<char const*, std::function<void(apideck::retry_policy&)>>> const table{
        {"retries.initial_interval", [](auto& p) { p.initial_interval = -1ns; }},
        {"retries.max_interval", [](auto& p) { p.max_interval = -1ns; }},
        {"retries.max_elapsed_time", [](auto& p) { p.max_elapsed_time = -1ns; }},
        {"retries.exponent", [](auto& p) { p.exponent = 0.5; }},
        {"retries.exponent", [](auto& p) { p.exponent = infinity - infinity; }},
        {"retries.exponent", [](auto& p) { p.exponent = infinity; }},
        {"retries.max_attempts", [](auto& p) { p.max_attempts = 0; }},
        {"retries.status_codes[1]", [](auto& p) { p.status_codes = {503, 200}; }},
        {"retries.status_codes[0]", [](auto& p) { p.status_codes = {600}; }},
    };
    for (auto const& [field, spoil] : table) {
        apideck::retry_policy policy;
        spoil(policy);
        check_all(std::vector<bad_client>{{field, [&](auto& o) { o.retries = policy; }}});
        check_all(std::vector<bad_call>{{field, [&](auto& o) { o.retries = policy; }}});
    }
}

TEST_CASE("limits of size that leave no room are refused", "[refused]")
{
    check_all(std::vector<bad_client>{
        {"limits.head", [](auto& o) { o.limits.head = 1023; }},
        {"limits.body", [](auto& o) { o.limits.body = 0; }},
        {"limits.error_body", [](auto& o) { o.limits.error_body = 0; }},
        {"pool.max_connections", [](auto& o) { o.pool.max_connections = 0; }},
        {"pool.idle_timeout", [](auto& o) { o.pool.idle_timeout = -1s; }},
        {"connect.attempt_delay", [](auto& o) { o.connect.attempt_delay = 9ms; }},
        {"connect.resolve_ttl", [](auto& o) { o.connect.resolve_ttl = -1s; }},
    });
}

TEST_CASE("a transport's option that can't be used is refused by name", "[refused]")
{
    scripted_vault vault;
    apideck::http::exchange_result wrong;
    wrong.error = apideck::asio::error::no_recovery;
    wrong.permanent = true;
    wrong.wrong_option = "tls.ca_file";
    wrong.reason = "no such file";
    vault.script.end_with(wrong);
    auto const why = expect<invalid_request_error>(vault.failure());
    CHECK(why.field == "tls.ca_file");
    CHECK(why.reason == "no such file");
}

TEST_CASE("no error of a refused value quotes it", "[refused]")
{
    scripted_vault vault;
    vault.options.api_key = "canary\nkey";
    CHECK(vault.failure().message().find("canary") == std::string::npos);
}
