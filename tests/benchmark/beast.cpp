// What one writes with Boost.Beast by its documentation: a coroutine a connection, a message type a
// direction, Boost.JSON's DOM both ways, and a limit of time before each step.

#include "common.hpp"
#include "session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/version.hpp>
#include <boost/json.hpp>

#include <exception>
#include <memory>
#include <optional>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

namespace {

using stream_type = beast::ssl_stream<beast::tcp_stream>;

// The session of the last connection, for those that resume it.
std::unique_ptr<SSL_SESSION, void (*)(SSL_SESSION*)> last_session{nullptr, &SSL_SESSION_free};

asio::awaitable<void> connect(benchmark::run& run, stream_type& stream)
{
    tcp::resolver resolver(co_await asio::this_coro::executor);
    auto const found
        = co_await resolver.async_resolve(run.args.host, run.args.port, asio::use_awaitable);
    beast::get_lowest_layer(stream).expires_after(benchmark::deadline);
    co_await beast::get_lowest_layer(stream).async_connect(found, asio::use_awaitable);
    beast::get_lowest_layer(stream).socket().set_option(tcp::no_delay(true));
    stream.set_verify_mode(ssl::verify_peer);
    stream.set_verify_callback(ssl::host_name_verification(run.args.host));
    if (run.args.connect == benchmark::connecting::resumed && last_session)
        SSL_set_session(stream.native_handle(), last_session.get());
    beast::get_lowest_layer(stream).expires_after(benchmark::deadline);
    co_await stream.async_handshake(ssl::stream_base::client, asio::use_awaitable);
}

asio::awaitable<void> call(benchmark::run& run, stream_type& stream, beast::flat_buffer& buffer,
    std::size_t n, benchmark::clock::time_point start, bool& keep_alive)
{
    http::request<http::string_body> request(http::verb::post, benchmark::path, 11);
    request.set(http::field::host, run.args.host);
    request.set(http::field::user_agent, BOOST_BEAST_VERSION_STRING);
    request.set(http::field::accept, "application/json");
    request.set(http::field::content_type, "application/json");
    request.set(http::field::authorization, benchmark::authorization);
    request.set("x-apideck-app-id", benchmark::app_id);
    request.set("x-apideck-consumer-id", benchmark::consumer_id);
    request.body() = json::serialize(benchmark::make_session<json::object, json::array>());
    request.prepare_payload();
    beast::get_lowest_layer(stream).expires_after(benchmark::deadline);
    co_await http::async_write(stream, request, asio::use_awaitable);

    http::response<http::string_body> response;
    beast::get_lowest_layer(stream).expires_after(benchmark::deadline);
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    if (response.result() != http::status::ok)
        run.fail("status " + std::to_string(response.result_int()));
    json::value const answer = json::parse(response.body());
    auto const& data = answer.at("data");
    auto const session_uri = json::value_to<std::string>(data.at("session_uri"));
    auto const session_token = json::value_to<std::string>(data.at("session_token"));
    keep_alive = response.keep_alive();
    run.finished(n, start, session_uri, session_token);
}

asio::awaitable<void> worker(benchmark::run& run, ssl::context& context)
{
    auto const executor = co_await asio::this_coro::executor;
    std::optional<stream_type> stream;
    beast::flat_buffer buffer;
    for (std::size_t n = 0; run.more(); ++n) {
        auto const start = benchmark::clock::now();
        if (!stream)
            co_await connect(run, stream.emplace(executor, context));
        bool keep_alive = true;
        co_await call(run, *stream, buffer, n, start, keep_alive);
        if (!keep_alive || !run.more()) {
            boost::system::error_code ignored;
            beast::get_lowest_layer(*stream).expires_after(benchmark::deadline);
            co_await stream->async_shutdown(asio::redirect_error(asio::use_awaitable, ignored));
            stream.reset();
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::run run("beast", argc, argv);
    ssl::context context(ssl::context::tls_client);
    context.load_verify_file(run.args.ca_file);
    if (run.args.connect == benchmark::connecting::resumed) {
        SSL_CTX_set_session_cache_mode(
            context.native_handle(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context.native_handle(), [](SSL*, SSL_SESSION* session) {
            last_session.reset(session);
            return 1;
        });
    }
    asio::io_context io(1);
    for (unsigned i = 0; i != run.args.in_flight; ++i)
        asio::co_spawn(io, worker(run, context), [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    io.run();
    return run.print();
}
