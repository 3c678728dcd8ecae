// What goes over the wire for which arguments.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/seeds.hpp"

#include <apideck/version.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <openssl/ssl.h>

#include <map>
#include <string>
#include <vector>

using namespace apideck;
using namespace apideck::tests;

namespace {

/// The one request that arrived.
testing::mock_request only_request(loopback const& f)
{
    auto const all = f.mock->requests();
    REQUIRE(all.size() == 1);
    return all.front();
}

/// Header fields by name, as sent; fails where one comes twice.
std::map<std::string, std::string> fields(testing::mock_request const& r)
{
    std::map<std::string, std::string> out;
    for (auto const f : r.headers) {
        INFO(f.name);
        CHECK(out.emplace(f.name, f.value).second);
    }
    return out;
}

} // namespace

TEST_CASE("each seed's example gives the request that its document promises")
{
    auto const index = GENERATE(range(std::size_t(0), seeds.size()));
    seed const& s = seeds[index];
    INFO(s.language);
    loopback f([&](client_options& o) {
        o.api_key = "<YOUR_BEARER_TOKEN_HERE>";
        o.app_id = seed_app;
        o.consumer_id = seed_consumer;
    });
    call_options per_call;
    if (s.identity_in_call) {
        per_call.consumer_id = seed_consumer;
        per_call.app_id = seed_app;
    }
    Session const session = seed_session(s);

    auto const c = f.make(&session, per_call);

    auto const r = only_request(f);
    CHECK(r.method == "POST");
    CHECK(r.target == "/vault/sessions");
    CHECK(r.body == seed_body(s));
    auto const sent = fields(r);
    std::map<std::string, std::string> const expected{
        {"Host", "localhost:" + std::to_string(f.mock->port())},
        {"Authorization", "Bearer <YOUR_BEARER_TOKEN_HERE>"},
        {"x-apideck-app-id", std::string(seed_app)},
        {"x-apideck-consumer-id", std::string(seed_consumer)},
        {"Accept", "application/json"},
        {"Content-Type", "application/json"},
        {"Content-Length", std::to_string(r.body.size())},
        {"User-Agent", sent.contains("User-Agent") ? sent.at("User-Agent") : ""},
    };
    CHECK(sent == expected);
    CHECK(c->value().data.session_uri.starts_with("https://vault.apideck.com/session/"));
    CHECK(c->value().status_code == 200);
}

TEST_CASE("a call without a session sends no body and no content type")
{
    loopback f;
    f.make(nullptr);
    auto const sent = fields(only_request(f));
    CHECK(only_request(f).body.empty());
    CHECK_FALSE(sent.contains("Content-Type"));
    CHECK(sent.at("Content-Length") == "0");
}

TEST_CASE("an empty session is sent as an empty object")
{
    loopback f;
    f.make();
    auto const r = only_request(f);
    CHECK(r.body == "{}");
    CHECK(fields(r).at("Content-Type") == "application/json");
}

TEST_CASE("the key is sent as a bearer token, once, whatever it begins with")
{
    struct row {
        char const* key;
        char const* sent;
    };
    auto const [key, sent] = GENERATE(row{"k1", "Bearer k1"}, row{"Bearer k1", "Bearer k1"},
        row{"bearer k1", "bearer k1"}, row{"BEARER k1", "BEARER k1"},
        row{"Bearerk1", "Bearer Bearerk1"}, row{"bear", "Bearer bear"});
    loopback f([given = key](client_options& o) { o.api_key = given; });
    f.make();
    CHECK(fields(only_request(f)).at("Authorization") == sent);
}

TEST_CASE("a call overrides its client's consumer and application")
{
    loopback f;
    call_options const per_call{.consumer_id = "another consumer", .app_id = "another-app"};
    f.make(per_call);
    auto const sent = fields(only_request(f));
    CHECK(sent.at("x-apideck-consumer-id") == "another consumer");
    CHECK(sent.at("x-apideck-app-id") == "another-app");
}

TEST_CASE("a call's server URL replaces its client's, and its path stands before the operation's")
{
    loopback f([](client_options& o) { o.server_url = "https://nowhere.invalid"; });
    auto const path = GENERATE(as<std::string>(), "", "/", "/proxy", "/proxy/unify/");
    call_options const per_call{.server_url = f.mock->url() + path};
    f.make(per_call);
    std::string base = path;
    if (base.ends_with('/'))
        base.pop_back();
    CHECK(only_request(f).target == base + "/vault/sessions");
}

TEST_CASE("headers of the client and of the call are sent, the call's in place of the client's")
{
    loopback f([](client_options& o) { o.headers = {{"X-One", "client"}, {"X-Two", "client"}}; });
    call_options const per_call{.headers = {{"x-two", "call"}, {"X-Three", "call"}}};
    f.make(per_call);
    auto const sent = fields(only_request(f));
    CHECK(sent.at("X-One") == "client");
    CHECK(sent.at("x-two") == "call");
    CHECK(sent.at("X-Three") == "call");
    CHECK_FALSE(sent.contains("X-Two"));
}

TEST_CASE("the user agent names the SDK and ends with the caller's suffix")
{
    loopback f([](client_options& o) { o.user_agent_suffix = "my-app/1.2"; });
    f.make();
    auto const sent = fields(only_request(f)).at("User-Agent");
    CHECK(sent.starts_with("apideck-cpp/" APIDECK_VERSION " "));
    CHECK(sent.ends_with(" my-app/1.2"));
}

TEST_CASE("the server's name is sent in the TLS handshake")
{
    loopback f;
    f.make();
    CHECK(only_request(f).server_name == "localhost");
}

TEST_CASE("a plain HTTP server is used where the options allow it by name")
{
    testing::mock_vault_options plain;
    plain.tls = false;
    loopback f([](client_options& o) { o.allow_plain_http = true; }, plain);
    auto const c = f.make();
    CHECK(c->value().http.status == 200);
}

TEST_CASE("a plain HTTP server is refused by default, before anything is sent")
{
    testing::mock_vault_options plain;
    plain.tls = false;
    loopback f({}, plain);
    auto const c = f.make();
    CHECK(c->alternative<invalid_request_error>().field == "server_url");
    CHECK(f.mock->connections_accepted() == 0);
    CHECK(c->error().delivery() == delivery::never);
}

namespace {

/// Counts the TLS records of application data that a server reads.
void count_records(int writing, int, int type, void const* data, std::size_t size, SSL*, void* out)
{
    if (writing == 0 && type == SSL3_RT_INNER_CONTENT_TYPE && size == 1
        && *static_cast<unsigned char const*>(data) == SSL3_RT_APPLICATION_DATA)
        ++*static_cast<int*>(out);
}

} // namespace

TEST_CASE("head and body of a request leave in one TLS record")
{
    int records = 0;
    testing::certificate_spec spec;
    spec.dns_names = {"localhost"};
    auto const server = testing::make_certificate(spec);
    auto const context = std::make_shared<asio::ssl::context>(asio::ssl::context::tlsv13_server);
    context->use_certificate_chain(asio::buffer(server.certificate_pem));
    context->use_private_key(asio::buffer(server.private_key_pem), asio::ssl::context::pem);
    SSL_CTX_set_msg_callback(context->native_handle(), &count_records);
    SSL_CTX_set_msg_callback_arg(context->native_handle(), &records);
    testing::mock_vault_options with_context;
    with_context.context = context;
    loopback f([&](client_options& o) { o.tls.ca_pem = server.certificate_pem; }, with_context);

    Session const session = seed_session(seeds[1]);
    f.make(&session);
    CHECK(only_request(f).body.size() > 500);
    CHECK(records == 1);
}

TEST_CASE("a name goes through the system's resolver")
{
    // Short for 127.0.0.1: no address that Asio reads itself, and no question for a DNS server.
    testing::mock_vault_options plain;
    plain.tls = false;
    loopback f([](client_options& o) { o.allow_plain_http = true; }, plain);
    call_options options;
    options.server_url = "http://127.1:" + std::to_string(f.mock->port());
    auto const c = f.make(options);
    CHECK(c->value().http.status == 200);
    CHECK(c->attempts().front().times.resolve);
}
