#include "erratic_server.hpp"
#include "created_body.hpp"

#include <apideck/testing/certificate.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <mutex>
#include <random>
#include <string_view>
#include <thread>
#include <utility>

namespace apideck::tests {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using stream = asio::ssl::stream<tcp::socket>;

namespace {

testing::certificate for_localhost_alone()
{
    testing::certificate_spec spec;
    spec.dns_names = {"localhost"};
    return testing::make_certificate(spec);
}

/// The number behind a name in a head, or 0.
std::size_t number_behind(std::string_view head, std::string_view name)
{
    auto at = head.find(name);
    std::size_t out = 0;
    for (at += at == std::string_view::npos ? 0 : name.size(); at < head.size(); ++at) {
        if (head[at] < '0' || head[at] > '9')
            break;
        out = 10 * out + static_cast<std::size_t>(head[at] - '0');
    }
    return out;
}

std::string answer(std::string_view status, std::string_view fields, std::string_view body)
{
    return std::string("HTTP/1.1 ")
        .append(status)
        .append("\r\nContent-Type: application/json\r\n")
        .append(fields)
        .append("Content-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
}

} // namespace

struct erratic_server::state {
    enum class way { at_once, delayed, too_many, unavailable, reset, dropped };

    state(std::uint32_t seed, erratic_manners const& m) : manners(m), random(seed)
    {
        tls.use_certificate_chain(asio::buffer(own.certificate_pem));
        tls.use_private_key(asio::buffer(own.private_key_pem), asio::ssl::context::pem);
        asio::co_spawn(io, accept(), asio::detached);
        thread = std::thread([this] { io.run(); });
    }

    ~state()
    {
        io.stop();
        thread.join();
    }

    asio::awaitable<void> accept()
    {
        for (;;) {
            error_code ec;
            tcp::socket socket(io);
            co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
            if (!ec)
                asio::co_spawn(io, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(tcp::socket socket)
    {
        error_code ec;
        socket.set_option(tcp::no_delay(true), ec);
        stream client(std::move(socket), tls);
        auto token = asio::redirect_error(asio::use_awaitable, ec);
        co_await client.async_handshake(asio::ssl::stream_base::server, token);
        std::string input;
        auto const buffer = asio::dynamic_buffer(input);
        for (bool first = true; !ec; first = false) {
            std::size_t size = co_await asio::async_read_until(client, buffer, "\r\n\r\n", token);
            if (ec)
                break;
            std::string_view const head(input.data(), size);
            auto const key = number_behind(head, "Bearer ");
            size += number_behind(head, "Content-Length: ");
            if (size > input.size())
                co_await asio::async_read(
                    client, buffer, asio::transfer_exactly(size - input.size()), token);
            input.erase(0, size);
            way const how = choose({key, first});
            if (how == way::delayed) {
                asio::steady_timer timer(io, std::chrono::microseconds(random() % 5000));
                co_await timer.async_wait(token);
            }
            if (how == way::reset)
                client.next_layer().set_option(asio::socket_base::linger(true, 0), ec);
            if (how == way::reset || how == way::dropped)
                break;
            std::string const& text = how == way::too_many ? too_many
                : how == way::unavailable                  ? unavailable
                                                           : session;
            co_await asio::async_write(client, asio::buffer(text), token);
        }
        client.next_layer().close(ec);
    }

    way choose(arrival const& what)
    {
        std::lock_guard const lock(mutex);
        arrivals.push_back(what);
        auto at = static_cast<unsigned>(random() % 100);
        std::pair<way, unsigned> const ways[] = {{way::delayed, manners.delayed},
            {way::too_many, manners.too_many}, {way::unavailable, manners.unavailable},
            {way::reset, manners.reset}, {way::dropped, manners.dropped}};
        for (auto const& [how, chance] : ways) {
            if (at < chance)
                return how;
            at -= chance;
        }
        return way::at_once;
    }

    std::string const session = answer("200 OK", "", created_body);
    std::string const too_many = answer("429 Too Many Requests", "retry-after-ms: 2\r\n", "{}");
    std::string const unavailable = answer("503 Service Unavailable", "", "{}");

    asio::io_context io{1};
    testing::certificate const own = for_localhost_alone();
    asio::ssl::context tls{asio::ssl::context::tls_server};
    tcp::acceptor acceptor{io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    unsigned short const port = acceptor.local_endpoint().port();
    std::mutex mutex; // for what follows; `random` is the thread's own
    erratic_manners manners;
    std::vector<arrival> arrivals;
    std::mt19937 random;
    std::thread thread;
};

erratic_server::erratic_server(std::uint32_t seed, erratic_manners const& manners)
    : state_(std::make_unique<state>(seed, manners))
{
}

erratic_server::~erratic_server() = default;

std::string erratic_server::url() const
{
    return "https://localhost:" + std::to_string(state_->port);
}

std::string const& erratic_server::ca_pem() const { return state_->own.certificate_pem; }

void erratic_server::set(erratic_manners const& manners)
{
    std::lock_guard const lock(state_->mutex);
    state_->manners = manners;
}

std::vector<arrival> erratic_server::take_arrivals()
{
    std::lock_guard const lock(state_->mutex);
    return std::exchange(state_->arrivals, {});
}

} // namespace apideck::tests
