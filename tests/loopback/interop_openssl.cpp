// A program that uses OpenSSL itself, in the threads that run the SDK.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/thread_pool.hpp>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;
using testing::mock_ending;
using testing::mock_fault;

namespace {

/// Fail at something with OpenSSL, and leave the errors where they are.
void leave_errors()
{
    char const text[] = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n";
    std::unique_ptr<BIO, decltype(&BIO_free)> const bio(BIO_new_mem_buf(text, -1), &BIO_free);
    X509* const none = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr);
    X509_free(none);
    REQUIRE(ERR_peek_error() != 0);
}

/// A client on this thread, whose errors of OpenSSL are looked at, and a mock that has a thread of its
/// own for its errors.
struct beside_another_user {
    explicit beside_another_user(loopback::adjust const& change = {})
        : mock(elsewhere.get_executor()), f([&](client_options& o) {
              o.server_url = mock.url();
              o.tls.ca_pem = mock.ca_pem();
              o.retries = retry_policy::none();
              if (change)
                  change(o);
          })
    {}

    /// A call that must leave no error.
    loopback::call make()
    {
        ERR_clear_error();
        auto const c = f.make();
        CHECK(ERR_peek_error() == 0);
        return c;
    }

    /// A call that meets another's errors, before and meanwhile.
    loopback::call make_among_errors()
    {
        leave_errors();
        auto const c = f.start();
        leave_errors();
        return f.finish(c);
    }

    asio::thread_pool elsewhere{1};
    testing::mock_vault mock;
    loopback f;
};

} // namespace

TEST_CASE("errors that another user of OpenSSL leaves don't become a call's")
{
    beside_another_user b;
    CHECK(b.make_among_errors()->value().http.status == 200);
    // A record that comes in pieces: in between OpenSSL waits, and says so by way of the queue.
    b.mock.answer(ok(R"({"status_code":200,"status":"OK","data":{"session_uri":"u","session_token":"t"},"pad":")"
        + std::string(15'000, 'x') + "\"}"));
    CHECK(b.make_among_errors()->value().http.attempts.at(0).reused_connection);
    b.mock.answer(testing::mock_answer::disconnect());
    auto const c = b.make_among_errors();
    CHECK(c->alternative<connection_error>().code == asio::ssl::error::stream_truncated);
}

TEST_CASE("options of TLS are taken although another user of OpenSSL left errors")
{
    beside_another_user b([](client_options& o) { o.tls.ca_pem.clear(); });
    // Without the roots of the system it would be the option's error.
    CHECK(b.make_among_errors()->alternative<connection_error>().stage == stage::handshake);
}

TEST_CASE("a call, and the end of its client, leave no error of OpenSSL's")
{
    beside_another_user b([](client_options& o) { o.retries = {}; });
    CHECK(b.make()->value().http.status == 200);
    CHECK(b.make()->value().http.attempts.at(0).reused_connection);
    b.mock.close_idle(); // before the next call or during it
    CHECK(b.make()->value().http.status == 200);
    b.f.client.reset();
    CHECK(ERR_peek_error() == 0);
}

TEST_CASE("a call that fails leaves no error of OpenSSL's")
{
    auto const fault = GENERATE(mock_fault::close_on_accept, mock_fault::reset_on_accept,
        mock_fault::garbage_handshake, mock_fault::close_after_handshake);
    CAPTURE(static_cast<int>(fault));
    beside_another_user b;
    b.mock.next_connection(fault);
    CHECK(b.make()->alternative<connection_error>().code);
    CHECK(b.make()->value().http.status == 200);
}

TEST_CASE("a call whose answer is cut leaves no error of OpenSSL's")
{
    auto const ending = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    CAPTURE(static_cast<int>(ending));
    beside_another_user b;
    b.mock.answer({.cut_after = 300, .ending = ending});
    CHECK(b.make()->alternative<connection_error>().code);
    CHECK(b.make()->value().http.status == 200);
}

TEST_CASE("a certificate that does not verify leaves no error of OpenSSL's")
{
    beside_another_user b([](client_options& o) {
        o.tls.ca_pem = testing::make_certificate({}).certificate_pem;
    });
    auto const& e = b.make()->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK_FALSE(e.certificate_subject.empty());
}

TEST_CASE("options of TLS that can't be used leave no error of OpenSSL's")
{
    auto const [field, change] = GENERATE(table<std::string, void (*)(http::tls_options&)>({
        {"tls.ca_file", [](http::tls_options& o) { o.ca_file = "/nothing/here.pem"; }},
        {"tls.ca_pem",
            [](http::tls_options& o) {
                o.ca_pem = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n"
                           "-----END CERTIFICATE-----\n";
            }},
        {"tls.certificate_chain_file",
            [](http::tls_options& o) { o.certificate_chain_file = "/nothing/here.pem"; }},
        {"tls.private_key_file",
            [](http::tls_options& o) { o.private_key_file = "/nothing/here.pem"; }},
    }));
    CAPTURE(field);
    beside_another_user b([&, apply = change](client_options& o) { apply(o.tls); });
    CHECK(b.make()->alternative<invalid_request_error>().field == field);
}

TEST_CASE("the roots of the system leave no error of OpenSSL's")
{
    beside_another_user b([](client_options& o) { o.tls.ca_pem.clear(); });
    CHECK(b.make()->alternative<connection_error>().stage == stage::handshake);
}

TEST_CASE("TLS of the program's own goes on beside calls in the same thread")
{
    beside_another_user b;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> const context(
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    std::unique_ptr<SSL, decltype(&SSL_free)> const own(SSL_new(context.get()), &SSL_free);
    BIO* const input = BIO_new(BIO_s_mem());
    BIO* const output = BIO_new(BIO_s_mem());
    SSL_set_bio(own.get(), input, output);
    SSL_set_connect_state(own.get());
    REQUIRE(SSL_get_error(own.get(), SSL_do_handshake(own.get())) == SSL_ERROR_WANT_READ);

    CHECK(b.make()->value().http.status == 200);

    // The handshake is where it was, and what it is told next is its own affair.
    CHECK(SSL_get_error(own.get(), SSL_do_handshake(own.get())) == SSL_ERROR_WANT_READ);
    CHECK(BIO_ctrl_pending(output) != 0);
    BIO_puts(input, "no TLS at all");
    CHECK(SSL_get_error(own.get(), SSL_do_handshake(own.get())) == SSL_ERROR_SSL);
    ERR_clear_error();
    CHECK(b.make()->value().http.attempts.at(0).reused_connection);
}
