#ifndef APIDECK_TESTS_SUPPORT_FAULTY_LINK_HPP
#define APIDECK_TESTS_SUPPORT_FAULTY_LINK_HPP

#include <apideck/detail/asio.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace apideck::tests {

namespace asio = boost::asio;

/// A way of bytes.
enum class way : std::uint8_t {
    request, ///< from the client to the server
    answer,  ///< from the server to the client
};

/// What happens to a connection.
enum class fault : std::uint8_t {
    close, ///< TCP FIN to both ends, which says nothing of TLS's own end
    reset, ///< TCP RST to both ends
    pause, ///< nothing goes on that way until `resume()`
};

/** What stands between a client and a server on this machine: it carries bytes as they are, and does
    to them what a network can do, after any of them. */
class faulty_link {
public:
    /// Listens on a free port and connects each connection to `server`.
    faulty_link(asio::io_context& io, std::uint16_t server);
    ~faulty_link();
    faulty_link(faulty_link const&) = delete;
    faulty_link& operator=(faulty_link const&) = delete;

    [[nodiscard]] std::uint16_t port() const;

    /** Have a fault, once, right after the next `bytes` that go that way; 0: in place of the next
        one. Over whichever connection they go. A plan that is not carried out is replaced. */
    void plan(fault f, way w, std::size_t bytes);
    /// Whether what was planned has happened.
    [[nodiscard]] bool happened() const;
    /// Plan nothing.
    void forget_plan();
    /// Carry what a pause keeps back, and what comes.
    void resume();

    /// Have a fault on all connections now.
    void now(fault f);
    /// Say to the clients what the server did not.
    void inject(std::string_view bytes);
    /// Say it as soon as the next byte of a request comes, which goes on.
    void inject_at_next_request(std::string bytes);

    /// How many bytes went that way so far.
    [[nodiscard]] std::size_t carried(way w) const;

private:
    struct state;
    struct connection;
    std::shared_ptr<state> state_;
};

} // namespace apideck::tests

#endif
