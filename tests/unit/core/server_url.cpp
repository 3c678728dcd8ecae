#include <apideck/core/server_url.hpp>

#include <tests/support/catch.hpp>

#include <cstdint>
#include <string>
#include <string_view>

using apideck::core::parse_server_url;
using apideck::core::server_url;
using apideck::tests::ContainsSubstring;

TEST_CASE("a host is the same in either case", "[server_url]")
{
    auto const url = apideck::core::parse_server_url("https://Unify.APIDECK.com/Path");
    REQUIRE(url);
    CHECK(url->origin.host == "unify.apideck.com");
    CHECK(url->path == "/Path");
}

TEST_CASE("a server URL is read into its parts", "[server_url]")
{
    struct row {
        std::string_view text;
        server_url url;
    };
    row const rows[] = {
        {"https://unify.apideck.com", {{true, "unify.apideck.com", 443}, ""}},
        {"https://unify.apideck.com/", {{true, "unify.apideck.com", 443}, ""}},
        {"https://h///", {{true, "h", 443}, ""}},
        {"https://h/base", {{true, "h", 443}, "/base"}},
        {"https://h/base/v1/", {{true, "h", 443}, "/base/v1"}},
        {"https://h/base//", {{true, "h", 443}, "/base"}},
        {"https://h/a//b", {{true, "h", 443}, "/a//b"}},
        {"https://h/-._~!$&'()*+,;=:@%2f%C3", {{true, "h", 443}, "/-._~!$&'()*+,;=:@%2f%C3"}},
        {"https://h:8443", {{true, "h", 8443}, ""}},
        {"https://h:8443/base", {{true, "h", 8443}, "/base"}},
        {"https://h:1", {{true, "h", 1}, ""}},
        {"https://h:65535", {{true, "h", 65535}, ""}},
        {"http://localhost", {{false, "localhost", 80}, ""}},
        {"http://127.0.0.1:8080/x", {{false, "127.0.0.1", 8080}, "/x"}},
        {"HTTPS://h", {{true, "h", 443}, ""}},
        {"hTTp://h", {{false, "h", 80}, ""}},
        {"https://xn--bcher-kva.example", {{true, "xn--bcher-kva.example", 443}, ""}},
        {"https://my_host-1.internal.", {{true, "my_host-1.internal.", 443}, ""}},
        {"https://[::1]", {{true, "::1", 443}, ""}},
        {"https://[::1]:8443/base", {{true, "::1", 8443}, "/base"}},
        {"https://[2001:DB8::a:1]/", {{true, "2001:db8::a:1", 443}, ""}},
        {"https://[::ffff:192.0.2.1]", {{true, "::ffff:192.0.2.1", 443}, ""}},
    };
    for (auto const& [text, url] : rows) {
        CAPTURE(text);
        auto const read = parse_server_url(text);
        REQUIRE(read);
        CHECK(read->origin.tls == url.origin.tls);
        CHECK(read->origin.host == url.origin.host);
        CHECK(read->origin.port == url.origin.port);
        CHECK(read->path == url.path);
    }
}

TEST_CASE("what is no server URL is refused with the reason", "[server_url]")
{
    struct row {
        std::string_view text;
        char const* reason;
    };
    using namespace std::string_view_literals;
    row const rows[] = {
        {"", "scheme and a host"},
        {"unify.apideck.com", "scheme and a host"},
        {"//unify.apideck.com", "scheme and a host"},
        {"https:/h", "scheme and a host"},
        {"https:h", "scheme and a host"},
        {"://h", "scheme must be https"},
        {"ftp://h", "scheme must be https"},
        {" https://h", "scheme must be https"},
        {"wss://h", "scheme must be https"},
        {"https://", "host is missing"},
        {"https:///path", "host is missing"},
        {"https://:443", "host is missing"},
        {"https://key@h", "user information"},
        {"https://user:password@h/x", "user information"},
        {"https://h?key=1", "query or a fragment"},
        {"https://h/x?", "query or a fragment"},
        {"https://h#top", "query or a fragment"},
        {"https://h/x#", "query or a fragment"},
        {"https://h/a b", "path holds a character"},
        {"https://h/a\r\nX: y", "path holds a character"},
        {"https://h/a\\b", "path holds a character"},
        {"https://h/\"", "path holds a character"},
        {"https://h/<a>", "path holds a character"},
        {"https://h/\u00fc", "path holds a character"},
        {"https://h/a\0"sv, "path holds a character"},
        {"https://h/%", "path holds a character"},
        {"https://h/%2", "path holds a character"},
        {"https://h/%2x/", "path holds a character"},
        {"https://h i", "host holds a character"},
        {"https://h ", "host holds a character"},
        {"https://b\u00fccher.example", "host holds a character"},
        {"https://h\r\n", "host holds a character"},
        {"https://h\0"sv, "host holds a character"},
        {"https://h%41", "host holds a character"},
        {"https://h]", "host holds a character"},
        {"https://[", "IPv6"},
        {"https://[::1", "IPv6"},
        {"https://[]", "IPv6"},
        {"https://[]:443", "IPv6"},
        {"https://[h]", "IPv6"},
        {"https://[192.0.2.1]", "IPv6"},
        {"https://[::1\0]"sv, "IPv6"},
        {"https://[1:2]", "IPv6"},
        {"https://[1:2:3:4:5:6:7:8:9]", "IPv6"},
        {"https://[::1::]", "IPv6"},
        {"https://[::g]", "IPv6"},
        {"https://[fe80::1%25eth0]", "IPv6"},
        {"https://[::1]x", "no port"},
        {"https://::1", "host is missing"},
        {"https://h:", "port must be a number"},
        {"https://h:0", "port must be a number"},
        {"https://h:65536", "port must be a number"},
        {"https://h:99999999999", "port must be a number"},
        {"https://h:-1", "port must be a number"},
        {"https://h:+1", "port must be a number"},
        {"https://h: 1", "port must be a number"},
        {"https://h:1 ", "port must be a number"},
        {"https://h:https", "port must be a number"},
        {"https://h:1:2", "port must be a number"},
        {"https://[::1]:", "port must be a number"},
    };
    for (auto const& [text, reason] : rows) {
        CAPTURE(text);
        auto const read = parse_server_url(text);
        REQUIRE_FALSE(read);
        CHECK_THAT(read.error().reason, ContainsSubstring(reason));
    }
}

TEST_CASE("what is wrong with a server URL is said without quoting it", "[server_url]")
{
    for (std::string_view const text : {"https://canary@h", "https://h?canary", "canary://h",
             "https://canary!", "https://h/canary ", "https://h:canary", "https://[canary]"}) {
        CAPTURE(text);
        CHECK_THAT(parse_server_url(text).error().reason, !ContainsSubstring("canary"));
    }
}

TEST_CASE("the Host field has brackets for IPv6 and a port where it is not the scheme's",
    "[server_url]")
{
    struct row {
        apideck::http::origin origin;
        std::string_view field;
    };
    row const rows[] = {
        {{true, "h", 443}, "h"},
        {{true, "h", 80}, "h:80"},
        {{true, "h", 8443}, "h:8443"},
        {{false, "h", 80}, "h"},
        {{false, "h", 443}, "h:443"},
        {{true, "127.0.0.1", 443}, "127.0.0.1"},
        {{true, "::1", 443}, "[::1]"},
        {{true, "::1", 8443}, "[::1]:8443"},
    };
    for (auto const& [origin, field] : rows) {
        CAPTURE(field);
        CHECK(apideck::core::host_field(origin) == field);
    }
}
