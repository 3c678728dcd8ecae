// TLS sessions that are offered again, to real servers.

#include "../support/catch.hpp"

#include <apideck/http/detail/tls.hpp>
#include <apideck/http/detail/tls_session_cache.hpp>
#include <apideck/testing/certificate.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

namespace asio = boost::asio;
using namespace apideck;
using namespace std::chrono_literals;
using asio::ip::tcp;
using http::detail::begun_at;
using http::detail::tls_resumption;
using http::detail::tls_session;
using http::detail::tls_session_cache;
using stream = asio::ssl::stream<tcp::socket>;

namespace {

testing::certificate make_own(std::chrono::seconds valid_for)
{
    testing::certificate_spec spec;
    spec.dns_names = {"a.test", "b.test"};
    spec.not_after = valid_for;
    return testing::make_certificate(spec);
}

/// How a connection went.
struct outcome {
    bool good = false;
    bool resumed = false;
    long verified = -1;
};

/// A server that says one letter to each, and its client.
struct fixture {
    explicit fixture(std::chrono::seconds valid_for = 24h) : own(make_own(valid_for))
    {
        new_server();
        client.add_certificate_authority(asio::buffer(own.certificate_pem));
    }

    /// One that knows nothing of the sessions of the one before.
    void new_server()
    {
        server.emplace(asio::ssl::context::tls_server);
        server->use_certificate_chain(asio::buffer(own.certificate_pem));
        server->use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
    }

    /// At most this version from now on.
    void version(int v) { SSL_CTX_set_max_proto_version(client.native_handle(), v); }

    [[nodiscard]] http::origin origin(std::string const& host = "a.test") const
    {
        return {.host = host, .port = acceptor.local_endpoint().port()};
    }

    /// Connect, read the letter, and close without a close_notify, as the pool does.
    outcome connect(std::optional<http::origin> where = {}, std::string const& host = "a.test")
    {
        outcome out;
        stream there(context, *server);
        acceptor.async_accept(there.next_layer(), [&](boost::system::error_code ec) {
            REQUIRE_FALSE(ec);
            there.async_handshake(asio::ssl::stream_base::server, [&](boost::system::error_code bad) {
                if (!bad)
                    asio::async_write(there, asio::buffer("x", 1),
                        [](boost::system::error_code, std::size_t) {});
            });
        });

        stream here(context, client);
        SSL* const ssl = here.native_handle();
        tls_resumption resumption(cache, where.value_or(origin(host)));
        SSL_set_verify(ssl, verify_mode, verify_callback);
        REQUIRE(http::detail::expect_host(ssl, host));
        resumption.offer(ssl);
        char letter = 0;
        here.next_layer().connect(acceptor.local_endpoint());
        here.async_handshake(asio::ssl::stream_base::client, [&](boost::system::error_code bad) {
            resumption.keep(ssl); // too early in TLS 1.3, which must do no harm
            if (!bad)
                here.async_read_some(
                    asio::buffer(&letter, 1), [&](boost::system::error_code ec, std::size_t) {
                        resumption.keep(ssl);
                        resumption.keep(ssl);
                        out.good = !ec && letter == 'x';
                    });
        });
        context.restart();
        context.run_for(20s);
        REQUIRE(context.stopped());
        out.resumed = SSL_session_reused(ssl) == 1;
        out.verified = SSL_get_verify_result(ssl);
        return out;
    }

    /// A connection that ends well: was its session resumed?
    bool resumes(std::optional<http::origin> where = {}, std::string const& host = "a.test")
    {
        outcome const o = connect(std::move(where), host);
        CHECK(o.good);
        CHECK(o.verified == X509_V_OK);
        return o.resumed;
    }

    asio::io_context context;
    testing::certificate own;
    std::optional<asio::ssl::context> server;
    asio::ssl::context client{asio::ssl::context::tls_client};
    tcp::acceptor acceptor{context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    std::chrono::seconds ahead{0};
    std::shared_ptr<tls_session_cache> cache = std::make_shared<tls_session_cache>(
        [this] { return http::detail::precise_time() + static_cast<std::time_t>(ahead.count()); });
    int verify_mode = SSL_VERIFY_PEER;
    SSL_verify_cb verify_callback = nullptr;
};

} // namespace

TEST_CASE_METHOD(fixture, "the next connection to a server resumes the session", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    CHECK_FALSE(resumes());
    for (int i = 0; i != 3; ++i)
        CHECK(resumes());
}

TEST_CASE_METHOD(fixture, "a session of TLS 1.3 is offered once", "[tls_session]")
{
    version(TLS1_3_VERSION);
    CHECK_FALSE(resumes());
    // The server gives no more sessions: the one that is left is used up.
    SSL_CTX_set_num_tickets(server->native_handle(), 0);
    CHECK(resumes());
    CHECK_FALSE(resumes());
}

TEST_CASE_METHOD(fixture, "a session of TLS 1.3 is given away once, one before again", "[tls_session]")
{
    bool const again = GENERATE(false, true);
    version(again ? TLS1_2_VERSION : TLS1_3_VERSION);
    CHECK_FALSE(cache->take(origin()));
    CHECK_FALSE(resumes());
    CHECK(cache->take(origin()));
    CHECK((cache->take(origin()) != nullptr) == again);
}

TEST_CASE_METHOD(fixture, "a session is for one host and port alone", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    CHECK_FALSE(resumes());
    // The certificate has both names, and the server would resume.
    CHECK_FALSE(resumes({}, "b.test"));
    CHECK_FALSE(resumes(http::origin{.host = "a.test", .port = 443}));
    CHECK(resumes());
    CHECK(resumes({}, "b.test"));
}

TEST_CASE_METHOD(fixture, "a session that was not verified is not kept", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    SECTION("because nothing is") { verify_mode = SSL_VERIFY_NONE; }
    SECTION("because the wrong is taken for right")
    {
        client = asio::ssl::context(asio::ssl::context::tls_client); // trusts nobody
        verify_callback = [](int, X509_STORE_CTX*) { return 1; };
        CHECK(connect().verified != X509_V_OK);
    }
    CHECK(connect().good);
    CHECK_FALSE(cache->take(origin()));
}

TEST_CASE_METHOD(fixture, "a handshake that fails leaves no session", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    CHECK_FALSE(connect({}, "c.test").good);
    CHECK_FALSE(cache->take(origin("c.test")));
}

TEST_CASE_METHOD(fixture, "a session is dropped when its time is over", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    SSL_CTX_set_timeout(server->native_handle(), 600); // which is the hint of its tickets
    CHECK_FALSE(resumes());
    ahead = 550s;
    CHECK(resumes());
    SECTION("by the server")
    {
        ahead = 601s;
        CHECK_FALSE(cache->take(origin()));
    }
    SECTION("by a clock that was set back, for then its age is not known")
    {
        ahead = -100s;
        CHECK_FALSE(cache->take(origin()));
    }
}

TEST_CASE("a session is dropped when its certificate's time is over", "[tls_session]")
{
    fixture f(30min);
    f.version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    CHECK_FALSE(f.resumes());
    f.ahead = 31min;
    CHECK_FALSE(f.cache->take(f.origin()));
}

TEST_CASE_METHOD(fixture, "a server that does not know the session any more is no harm", "[tls_session]")
{
    version(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    CHECK_FALSE(resumes());
    new_server();
    CHECK_FALSE(resumes());
    CHECK(resumes());
}

TEST_CASE_METHOD(fixture, "a context's own callback for sessions is left in peace", "[tls_session]")
{
    static int called;
    called = 0;
    SSL_CTX_set_session_cache_mode(client.native_handle(), SSL_SESS_CACHE_CLIENT);
    SSL_CTX_sess_set_new_cb(client.native_handle(), [](SSL*, SSL_SESSION*) {
        ++called;
        return 0;
    });
    CHECK_FALSE(resumes());
    CHECK(called != 0);
    CHECK(resumes());
}

TEST_CASE_METHOD(fixture, "the newest sessions of a server are kept", "[tls_session]")
{
    version(TLS1_3_VERSION);
    CHECK_FALSE(resumes());
    auto const one = cache->take(origin());
    REQUIRE(one);
    auto const put = [&](http::origin const& o, std::time_t time) {
        tls_session copy(SSL_SESSION_dup(one.get()));
#if OPENSSL_VERSION_PREREQ(3, 3)
        SSL_SESSION_set_time_ex(copy.get(), time);
#else
        SSL_SESSION_set_time(copy.get(), time);
#endif
        cache->put(o, std::move(copy));
    };
    std::time_t const start = begun_at(*one);
    ahead = 100s;

    SECTION("so many")
    {
        long const many = tls_session_cache::per_server;
        for (long i = 0; i != many + 3; ++i)
            put(origin(), start + i);
        for (long i = many + 2; i != 2; --i) {
            auto const s = cache->take(origin());
            REQUIRE(s);
            CHECK(begun_at(*s) == start + i);
        }
        CHECK_FALSE(cache->take(origin()));
    }
    SECTION("and of so many servers")
    {
        auto const number = [](long i) {
            return http::origin{.host = "a.test", .port = static_cast<std::uint16_t>(i)};
        };
        long const many = tls_session_cache::capacity;
        for (long i = 0; i != many + 1; ++i)
            put(number(many - i), start + i);
        CHECK_FALSE(cache->take(number(many)));
        for (long i = 0; i != many; ++i)
            CHECK(cache->take(number(i)));
    }
}
