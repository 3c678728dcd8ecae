// From Boost 1.91 on `*` and `->` of a result call `value()`, which needs to know what an error throws.

#include <apideck/core/server_url.hpp>
#include <apideck/http/detail/proxy.hpp>
#include <apideck/http/detail/tls.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/session.hpp>
#include <apideck/result.hpp>
#include <apideck/session_claims.hpp>
#include <apideck/vault/create_session.hpp>

#include <tests/support/catch.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace {

using namespace apideck;
using Catch::Matchers::Message;

TEST_CASE("the value of each result that holds an error throws what is wrong", "[result]")
{
    SECTION("of a call")
    {
        error const cancelled{cancelled_error{}};
        CHECK_THROWS_AS(create_session_result(cancelled).value(), exception);
        CHECK_THROWS_AS(result<std::size_t>(cancelled).value(), exception);
    }
    SECTION("of reading JSON")
    {
        CHECK_THROWS_MATCHES(json::decode_text<Session>("[]").value(), std::invalid_argument,
            Message("the document: expected object, found array"));
    }
    SECTION("of reading a session token")
    {
        CHECK_THROWS_AS(read_claims("none").value(), std::invalid_argument);
    }
    SECTION("of writing JSON")
    {
        Session const session{.redirect_uri = "\xFF"};
        CHECK_THROWS_AS(json::encode(session).value(), std::invalid_argument);
    }
    SECTION("of reading the server's URL")
    {
        CHECK_THROWS_MATCHES(core::parse_server_url("https://").value(), std::invalid_argument,
            Message("server_url: the host is missing"));
    }
    SECTION("of reading a proxy's URL")
    {
        CHECK_THROWS_MATCHES(http::detail::parse_proxy("http://").value(), std::invalid_argument,
            Message("proxy.url: the host is missing"));
    }
    SECTION("of making a TLS context")
    {
        CHECK_THROWS_MATCHES(http::detail::make_tls_context({.ca_pem = "none"}).value(),
            std::invalid_argument, Message("tls.ca_pem: holds no certificate in PEM form"));
    }
}

} // namespace
