#ifndef APIDECK_TESTS_SUPPORT_BYTE_SERVER_HPP
#define APIDECK_TESTS_SUPPORT_BYTE_SERVER_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace apideck::tests {

/// What a `byte_server` says to each who connects, once the first bytes of his have come.
struct byte_script {
    std::string text{};
    /// Said over and over after the text, up to `most` bytes in all.
    std::string piece{};
    std::size_t most{100'000'000};
    /// Close after all this; else wait for the client to leave.
    bool close{};
};

/** A TCP server without TLS or HTTP of its own, on a free port of 127.0.0.1 and the `io_context` of a
    test. Its destructor ends listening and all connections. */
class byte_server {
public:
    byte_server(boost::asio::io_context& context, byte_script script);
    ~byte_server();
    byte_server(byte_server const&) = delete;
    byte_server& operator=(byte_server const&) = delete;

    /// Its address, as "http" or "https".
    [[nodiscard]] std::string url(std::string const& scheme) const;
    [[nodiscard]] std::size_t connections() const;
    /// How many clients have left.
    [[nodiscard]] std::size_t left() const;
    /// Bytes that the system took from it.
    [[nodiscard]] std::size_t sent() const;
    /// Called each time that some were taken.
    void on_sent(std::function<void()> hook);

private:
    struct state;
    class connection;

    static void accept(std::shared_ptr<state> const& s);

    std::shared_ptr<state> state_;
};

} // namespace apideck::tests

#endif
