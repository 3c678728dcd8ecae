#include "own_proxy.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <utility>

namespace apideck::tests {

using asio::ip::tcp;
using boost::system::error_code;

own_proxy::own_proxy(asio::io_context* io)
    : own_(io ? nullptr : std::make_unique<asio::io_context>()),
      context_(io ? *io : *own_),
      acceptor_(context_, {asio::ip::address_v4::loopback(), 0})
{
    asio::co_spawn(context_, accept(), asio::detached);
    if (own_)
        thread_ = std::thread([this] { context_.run(); });
}

own_proxy::~own_proxy()
{
    if (!own_)
        return;
    context_.stop();
    thread_.join();
}

std::string own_proxy::url(std::string const& user) const
{
    return "http://" + (user.empty() ? user : user + '@') + "127.0.0.1:" + std::to_string(port());
}

void own_proxy::next(answer a)
{
    std::lock_guard const lock(mutex_);
    answers_.push_back(std::move(a));
}

std::vector<std::string> own_proxy::asked() const
{
    std::lock_guard const lock(mutex_);
    return asked_;
}

own_proxy::answer own_proxy::take(std::string head)
{
    std::lock_guard const lock(mutex_);
    asked_.push_back(std::move(head));
    if (answers_.empty())
        return {"HTTP/1.1 200 Connection established\r\n\r\n", then::tunnel};
    auto a = std::move(answers_.front());
    answers_.pop_front();
    return a;
}

asio::awaitable<void> own_proxy::accept()
{
    while (true) {
        auto client = co_await acceptor_.async_accept(asio::use_awaitable);
        asio::co_spawn(context_, serve(std::move(client)), asio::detached);
    }
}

asio::awaitable<void> own_proxy::serve(socket client)
try {
    std::string head;
    co_await asio::async_read_until(
        client, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
    auto const a = take(head);
    do
        co_await asio::async_write(client, asio::buffer(a.text), asio::use_awaitable);
    while (a.after == then::repeat);
    if (a.after == then::tunnel) {
        auto const colon = head.rfind(':', head.find(" HTTP/")); // an IPv6 address has others
        auto const asked = static_cast<std::uint16_t>(std::stoi(head.substr(colon + 1)));
        co_await carry(std::move(client), a.port != 0 ? a.port : asked);
    }
} catch (boost::system::system_error const&) {
    // The client is gone.
}

namespace {

/// An end goes on as one, anything else is thrown.
asio::awaitable<void> copy(tcp::socket& from, tcp::socket& to)
{
    std::array<char, 4096> bytes;
    error_code ec;
    while (true) {
        auto const n = co_await from.async_read_some(
            asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec));
        if (ec)
            break;
        co_await asio::async_write(to, asio::buffer(bytes, n), asio::use_awaitable);
    }
    if (ec != asio::error::eof)
        throw boost::system::system_error(ec);
    to.shutdown(tcp::socket::shutdown_send, ec);
}

} // namespace

asio::awaitable<void> own_proxy::carry(socket client, std::uint16_t port)
{
    using namespace asio::experimental::awaitable_operators;
    tcp::endpoint const where(asio::ip::address_v4::loopback(), port);
    socket server(context_);
    co_await server.async_connect(where, asio::use_awaitable);
    co_await (copy(client, server) && copy(server, client));
}

} // namespace apideck::tests
