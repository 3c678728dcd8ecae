#include "connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <iostream>
#include <utility>

namespace portal {

using tcp = asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

server::server(asio::any_io_executor executor, server_options options)
    : executor_(executor),
      options_(options),
      acceptor_(executor, {asio::ip::address_v4::loopback(), options.port}),
      port_(acceptor_.local_endpoint().port()),
      ended_(executor)
{}

server::~server() = default;

void server::start(handler answer)
{
    answer_ = std::move(answer);
    asio::co_spawn(executor_, accept(), [self = shared_from_this()](std::exception_ptr e) {
        if (e)
            std::rethrow_exception(e);
    });
}

asio::awaitable<void> server::accept()
{
    asio::steady_timer pause(executor_);
    while (acceptor_.is_open()) {
        error_code ec;
        tcp::socket socket = co_await acceptor_.async_accept(
            asio::redirect_error(asio::use_awaitable, ec));
        if (!ec) {
            open(std::move(socket));
        } else if (acceptor_.is_open()) {
            // Out of descriptors, as a rule: some come back as connections end.
            pause.expires_after(100ms);
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
        }
    }
}

void server::open(tcp::socket socket)
{
    if (connections_.size() >= options_.connections)
        return;
    auto const place = connections_.emplace(connections_.end(), std::move(socket));
    asio::co_spawn(executor_, serve(*place),
        asio::bind_cancellation_slot(
            place->give_up.slot(), [self = shared_from_this(), place](std::exception_ptr e) {
                // Cancelled, or out of memory: either way this connection ends, and no other.
                if (e && !self->stopping_)
                    std::clog << "A connection ended by an exception.\n";
                self->connections_.erase(place);
                if (self->connections_.empty())
                    self->ended_.cancel();
            }));
}

asio::awaitable<void> server::stop(std::chrono::steady_clock::duration patience)
{
    stopping_ = true;
    error_code ec;
    acceptor_.close(ec);
    for (connection& c : connections_)
        if (!c.busy)
            c.stream.cancel();
    ended_.expires_after(patience);
    if (!connections_.empty())
        co_await ended_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    for (connection& c : connections_)
        c.give_up.emit(asio::cancellation_type::terminal);
}

} // namespace portal
