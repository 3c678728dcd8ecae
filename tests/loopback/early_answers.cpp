// Servers that do not wait for the end of a request, and one that is gone before its beginning.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/tls_fixture.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

/// What a server does after its answer.
enum class then {
    read_on, ///< it says that this was all, and reads to the end
    close,   ///< it closes with most of the request unread, which is a TCP RST
};

/// A server that answers each request as soon as it has the head.
struct hasty_server {
    using tls_stream = asio::ssl::stream<tcp::socket>;
    struct connection {
        connection(tcp::socket socket, asio::ssl::context& tls) : stream(std::move(socket), tls) {}
        tls_stream stream;
        std::string received{};
        std::array<char, 64 * 1024> rest{};
    };
    using shared = std::shared_ptr<connection>;

    hasty_server(asio::io_context& io, testing::certificate const& own, bool with_tls,
        std::string text, then what)
        : over_tls(with_tls), answer(std::move(text)), after(what), acceptor(io, tcp::v4())
    {
        tls.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
        // Small, and so kept small: most of a long request then waits in the client.
        acceptor.set_option(asio::socket_base::receive_buffer_size(32 * 1024));
        acceptor.bind({asio::ip::address_v4::loopback(), 0});
        acceptor.listen();
        acceptor.async_accept([this](error_code ec, tcp::socket socket) {
            if (ec)
                return;
            // An answer that waited for the tickets before it to be acknowledged would go with the close.
            socket.set_option(tcp::no_delay(true));
            auto const c = std::make_shared<connection>(std::move(socket), tls);
            if (!over_tls)
                return serve(c, c->stream.next_layer());
            c->stream.async_handshake(tls_stream::server, [this, c](error_code bad) {
                if (!bad)
                    serve(c, c->stream);
            });
        });
    }

    template <class Stream>
    void serve(shared const& c, Stream& stream)
    {
        asio::async_read_until(stream, asio::dynamic_buffer(c->received), "\r\n\r\n",
            [this, c, &stream](error_code ec, std::size_t) {
                error_code ignored;
                if (!ec)
                    asio::write(stream, asio::buffer(answer), ignored);
                if (after == then::close) {
                    c->stream.next_layer().close(ignored);
                    return;
                }
                c->stream.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
                read_on(c, stream);
            });
    }

    template <class Stream>
    void read_on(shared const& c, Stream& stream)
    {
        stream.async_read_some(
            asio::buffer(c->rest), [this, c, &stream](error_code ec, std::size_t n) {
                drained += n;
                if (!ec)
                    read_on(c, stream);
            });
    }

    std::string url() const
    {
        return (over_tls ? "https://localhost:" : "http://localhost:")
            + std::to_string(acceptor.local_endpoint().port());
    }

    bool const over_tls;
    std::string const answer;
    then const after;
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor;
    std::size_t drained = 0;
};

/// A call with more in its body than the system's buffers take.
struct long_request {
    static constexpr std::size_t size = 8 * 1024 * 1024;

    long_request(bool tls, std::string answer, then after)
        : f([&](client_options& o) {
              o.allow_plain_http = true;
              o.tls.ca_pem = own.certificate_pem;
              o.retries = retry_policy::none();
          }),
          server(*f.context, own, tls, std::move(answer), after)
    {}

    loopback::call make()
    {
        Session const session{
            .custom_consumer_settings = boost::json::object{{"long", std::string(size, 'x')}}};
        call_options const options{.server_url = server.url()};
        auto c = f.make(&session, options);
        f.settle();
        f.check_pool(0, 0, 0, 1);
        return c;
    }

    testing::certificate own = testing::make_certificate(for_localhost());
    loopback f;
    hasty_server server;
};

std::string const too_large = "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n"
                              "Content-Length: 2\r\n\r\n{}";

} // namespace

TEST_CASE("an answer that comes before the end of the request counts")
{
    bool const tls = GENERATE(false, true);
    long_request request(tls, too_large, then::read_on);
    auto const c = request.make();
    CHECK(c->alternative<api_error>().status == 413);
    CHECK(c->error().delivery() == delivery::certainly);
    CHECK(request.server.drained > long_request::size / 2);
}

TEST_CASE("an answer counts although the server then closes on the rest of the request")
{
    bool const tls = GENERATE(false, true);
    long_request request(tls, too_large, then::close);
    auto const c = request.make();
#if defined(__linux__)
    bool const kept = true; // what came before a TCP RST
#else
    bool const kept = c->error().is<api_error>();
#endif
    if (kept) {
        CHECK(c->alternative<api_error>().status == 413);
        CHECK(c->error().delivery() == delivery::certainly);
    } else {
        CHECK(c->alternative<connection_error>().stage == stage::write);
        CHECK(c->error().delivery() == delivery::possibly);
    }
}

TEST_CASE("a server that closes within the request is an error with delivery possibly")
{
    bool const tls = GENERATE(false, true);
    long_request request(tls, "", then::close);
    auto const c = request.make();
    CHECK(c->alternative<connection_error>().stage == stage::write);
    CHECK(c->error().delivery() == delivery::possibly);
}

TEST_CASE(
    "a server that is gone before the first byte of the request is an error with delivery never")
{
    testing::certificate const own = testing::make_certificate(for_localhost());
    loopback f([&](client_options& o) {
        o.tls.ca_pem = own.certificate_pem;
        o.retries = retry_policy::none();
    });
    tcp::acceptor acceptor(*f.context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.use_certificate_chain(asio::buffer(own.certificate_pem));
    tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
    // In TLS 1.3 the client speaks next when it has the server's part of the handshake: by then the
    // server has reset the connection.
    std::unique_ptr<SSL, decltype(&SSL_free)> const ssl(SSL_new(tls.native_handle()), SSL_free);
    BIO* const in = BIO_new(BIO_s_mem());
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    std::array<char, 16 * 1024> hello{};
    tcp::socket socket(*f.context);
    acceptor.async_accept(socket, [&](error_code) {
        socket.async_read_some(asio::buffer(hello), [&](error_code, std::size_t n) {
            BIO_write(in, hello.data(), static_cast<int>(n));
            CHECK(SSL_accept(ssl.get()) == -1);
            char* part = nullptr;
            auto const size = static_cast<std::size_t>(BIO_get_mem_data(out, &part));
            asio::write(socket, asio::buffer(part, size));
            socket.set_option(asio::socket_base::linger(true, 0));
            socket.close();
        });
    });

    call_options const options{
        .server_url = "https://localhost:" + std::to_string(acceptor.local_endpoint().port())};
    auto const c = f.make(options);

    auto const& e = c->alternative<connection_error>();
    CHECK(c->error().delivery() == delivery::never);
#if defined(__linux__) // where what came before the TCP RST is kept
    CHECK(e.stage == stage::write);
#else
    CHECK(e.stage >= stage::handshake);
#endif
}
