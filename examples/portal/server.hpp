#ifndef APIDECK_EXAMPLES_PORTAL_SERVER_HPP
#define APIDECK_EXAMPLES_PORTAL_SERVER_HPP

#include "http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>

namespace portal {

struct server_options {
    /// 0: a free one.
    std::uint16_t port{0};
    /// Bytes of a request's head, and of its body.
    std::uint32_t head_limit{8 * 1024};
    std::uint64_t body_limit{8 * 1024};
    /// Connections at once; one more is closed at once.
    std::size_t connections{1000};
    /// For a request to begin on a connection, to arrive from its first byte on, and for its answer
    /// to leave.
    std::chrono::steady_clock::duration idle_timeout{std::chrono::seconds(60)};
    std::chrono::steady_clock::duration read_timeout{std::chrono::seconds(10)};
    std::chrono::steady_clock::duration write_timeout{std::chrono::seconds(30)};
};

/** An HTTP/1.1 server on 127.0.0.1, in front of which a proxy would do TLS.

    For an `io_context` that one thread runs: with several, give each connection a strand. */
class server : public std::enable_shared_from_this<server> {
public:
    using handler = std::function<asio::awaitable<response>(request)>;

    /// Listens at once. @throws boost::system::system_error where that can't be.
    server(asio::any_io_executor executor, server_options options);
    ~server();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// Begin to accept. @param answer Is called for each request; one that throws is a 500.
    void start(handler answer);

    /// Accept no more, close what is idle, wait until the requests in flight are answered, and
    /// cancel those that are not after `patience`.
    [[nodiscard]] asio::awaitable<void> stop(std::chrono::steady_clock::duration patience);

private:
    struct connection;

    [[nodiscard]] asio::awaitable<void> accept();
    void open(asio::ip::tcp::socket socket);
    [[nodiscard]] asio::awaitable<void> serve(connection& c);
    [[nodiscard]] asio::awaitable<bool> serve_one(connection& c);
    [[nodiscard]] asio::awaitable<response> ask(request asked);
    [[nodiscard]] asio::awaitable<void> refuse(connection& c, http::status status);

    asio::any_io_executor executor_;
    server_options options_;
    asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    handler answer_;
    std::list<connection> connections_;
    bool stopping_{false};
    /// Wakes who waits for the last connection to end.
    asio::steady_timer ended_;
};

} // namespace portal

#endif
