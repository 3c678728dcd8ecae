#ifndef APIDECK_TESTS_SUPPORT_OWN_PROXY_HPP
#define APIDECK_TESTS_SUPPORT_OWN_PROXY_HPP

#include <apideck/detail/asio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace apideck::tests {

/** A proxy of our own on 127.0.0.1 that answers as it is told.

    Each connection takes the next answer; without one it gets a tunnel. */
class own_proxy {
public:
    /// What it does after an answer.
    enum class then {
        tunnel, ///< carry bytes to and from the server that was asked for
        close,  ///< end the connection
        repeat, ///< send the answer again and again, as long as the client takes it
    };
    struct answer {
        std::string text;
        then after = then::close;
        /// The server to carry to in place of the one that was asked for.
        std::uint16_t port = 0;
    };

    /// @param io What it runs on, if not in a thread of its own; not to be run after it.
    explicit own_proxy(asio::io_context* io = nullptr);
    ~own_proxy();
    own_proxy(own_proxy const&) = delete;
    own_proxy& operator=(own_proxy const&) = delete;

    /// @param user `user:password`, or nothing.
    [[nodiscard]] std::string url(std::string const& user = {}) const;
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void next(answer a);
    /// The heads of the requests that came, in order.
    [[nodiscard]] std::vector<std::string> asked() const;

private:
    using socket = asio::ip::tcp::socket;

    asio::awaitable<void> accept();
    asio::awaitable<void> serve(socket client);
    asio::awaitable<void> carry(socket client, std::uint16_t port);
    answer take(std::string head);

    std::unique_ptr<asio::io_context> own_;
    asio::io_context& context_;
    asio::ip::tcp::acceptor acceptor_;
    mutable std::mutex mutex_;
    std::deque<answer> answers_;
    std::vector<std::string> asked_;
    std::thread thread_; // the last: it uses the rest
};

} // namespace apideck::tests

#endif
