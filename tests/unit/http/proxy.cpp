#include <apideck/http/detail/proxy.hpp>

#include <tests/support/catch.hpp>

#include <string_view>

// What a proxy's URL says, and which servers are reached without the proxy.

using apideck::http::origin;
using apideck::http::detail::bypasses_proxy;
using apideck::http::detail::parse_proxy;
using apideck::tests::ContainsSubstring;

TEST_CASE("a proxy's URL is read into its parts", "[proxy]")
{
    struct row {
        std::string_view url;
        origin server;
        std::string_view credentials;
    };
    row const rows[] = {
        {"http://proxy.test:3128", {false, "proxy.test", 3128}, ""},
        {"http://proxy.test:3128/", {false, "proxy.test", 3128}, ""},
        {"HTTP://proxy.test", {false, "proxy.test", 80}, ""},
        {"proxy.test:3128", {false, "proxy.test", 3128}, ""},
        {"proxy.test", {false, "proxy.test", 80}, ""},
        {"http://[::1]:3128", {false, "::1", 3128}, ""},
        {"http://user:password@proxy.test:3128", {false, "proxy.test", 3128}, "user:password"},
        {"user:password@proxy.test", {false, "proxy.test", 80}, "user:password"},
        {"http://user@proxy.test", {false, "proxy.test", 80}, "user:"},
        {"http://user:@proxy.test", {false, "proxy.test", 80}, "user:"},
        {"http://:password@proxy.test", {false, "proxy.test", 80}, ":password"},
        {"http://u:a:b@proxy.test", {false, "proxy.test", 80}, "u:a:b"},
        {"http://u:a@b@proxy.test", {false, "proxy.test", 80}, "u:a@b"},
        {"http://u%40x:%2f%3A%25%C3%A9@proxy.test", {false, "proxy.test", 80}, "u@x:/:%\xC3\xA9"},
    };
    for (auto const& [url, server, credentials] : rows) {
        CAPTURE(url);
        auto const read = parse_proxy(url);
        REQUIRE(read.has_value());
        CHECK(read->server.tls == server.tls);
        CHECK(read->server.host == server.host);
        CHECK(read->server.port == server.port);
        CHECK(read->credentials == credentials);
    }
}

TEST_CASE("a proxy's URL that can't be used is refused with the reason", "[proxy]")
{
    struct row {
        std::string_view url;
        char const* reason;
    };
    row const rows[] = {
        {"https://proxy.test:3128", "by TLS is not supported"},
        {"HTTPS://proxy.test:3128", "by TLS is not supported"},
        {"socks5://proxy.test:1080", "scheme must be http"},
        {"://proxy.test", "scheme must be http"},
        {"http://", "host is missing"},
        {"http://user:password@", "host is missing"},
        {"http://:3128", "host is missing"},
        {"http://proxy.test:0", "port must be a number"},
        {"http://proxy.test:http", "port must be a number"},
        {"http://proxy.test:65536", "port must be a number"},
        {"http://proxy test", "host holds a character"},
        {"http://proxy.test\r\n", "host holds a character"},
        {"http://[proxy]", "IPv6"},
        {"http://proxy.test/path", "must not have a path"},
        {"http://user:pass/word@proxy.test", "%2F"},
        {"http://user:pass#word@proxy.test", "%23"},
        {"http://proxy.test?x", "must not have a path"},
        {"http://user:100%@proxy.test", "begins no escape"},
        {"http://user:%4@proxy.test", "begins no escape"},
        {"http://user:%4g@proxy.test", "begins no escape"},
        {"http://user:%-1@proxy.test", "begins no escape"},
        {"http://us%3Aer:password@proxy.test", "colon"},
        {"http://user:pass%0D%0AX@proxy.test", "control character"},
        {"http://us\ner@proxy.test", "control character"},
        {"http://user:%00@proxy.test", "control character"},
        {"http://user:%7f@proxy.test", "control character"},
    };
    for (auto const& [url, reason] : rows) {
        CAPTURE(url);
        auto const read = parse_proxy(url);
        REQUIRE(read.has_error());
        CHECK_THAT(read.error().reason, ContainsSubstring(reason));
    }
}

TEST_CASE("what is wrong with a proxy's URL is said without quoting it", "[proxy]")
{
    for (std::string_view const url : {"https://canary:canary@h", "canary://canary",
             "http://u:canary%@h", "http://canary%3A:canary@h", "http://u:%01canary@h",
             "http://u:canary@h:canary", "http://u:canary/@h", "http://u:canary@ h", "canary:canary"}) {
        CAPTURE(url);
        auto const read = parse_proxy(url);
        REQUIRE(read.has_error());
        CHECK_THAT(read.error().reason, !ContainsSubstring("canary"));
    }
}

TEST_CASE("a list of what is reached without a proxy matches by name, address and port", "[proxy]")
{
    struct row {
        std::string_view list;
        origin server;
        bool direct;
    };
    origin const api{true, "unify.apideck.com", 443};
    origin const v4{true, "10.1.2.3", 8443};
    origin const v6{true, "2001:db8::1", 443};
    row const rows[] = {
        {"", api, false},
        {" , ,", api, false},
        {"*", api, true},
        {"other.test, *", api, true},
        {"*.apideck.com", api, false},
        {"apideck.com", api, true},
        {".apideck.com", api, true},
        {"apideck.com.", api, true},
        {"APIDECK.Com", api, true},
        {"unify.apideck.com", api, true},
        {".unify.apideck.com", api, true},
        {"com", api, true},
        {"deck.com", api, false},
        {"apideck", api, false},
        {"x.unify.apideck.com", api, false},
        {".", api, false},
        {"other.test,apideck.com", api, true},
        {"other.test apideck.com", api, true},
        {"other.test\t,\tapideck.com", api, true},
        {"apideck.com:443", api, true},
        {".apideck.com:443", api, true},
        {"apideck.com:8443", api, false},
        {"apideck.com:0", api, false},
        {"apideck.com:", api, false},
        {"apideck.com:x", api, false},
        {"apideck.com", {true, "unify.apideck.com.", 443}, true},
        {"10.1.2.3", v4, true},
        {"10.1.2.3:8443", v4, true},
        {"10.1.2.3:443", v4, false},
        {"2.3", v4, false},
        {"10.1.2", v4, false},
        {"10.0.0.0/8", v4, true},
        {"10.1.2.4/30", v4, false},
        {"10.1.2.0/33", v4, false},
        {"10.0.0.0/x", v4, false},
        {"::/0", v4, false},
        {"2001:db8::1", v6, true},
        {"2001:DB8:0::1", v6, true},
        {"[2001:db8::1]", v6, true},
        {"[2001:db8::1]:443", v6, true},
        {"[2001:db8::1]:8443", v6, false},
        {"2001:db8::/32", v6, true},
        {"2001:db9::/32", v6, false},
        {"0.0.0.0/0", v6, false},
        {"127.0.0.1", {true, "localhost", 443}, false},
        {"localhost", {true, "localhost", 443}, true},
        {"other.test", {true, "localhost", 443}, false},
    };
    for (auto const& [list, server, direct] : rows) {
        CAPTURE(list, server.host);
        CHECK(bypasses_proxy(list, server) == direct);
    }
}
