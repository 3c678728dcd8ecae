#ifndef APIDECK_TESTING_DETAIL_MOCK_CONNECTION_HPP
#define APIDECK_TESTING_DETAIL_MOCK_CONNECTION_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/tls_context.hpp>
#include <apideck/testing/detail/mock_state.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/** One connection of the mock. It lives on a strand, the socket's executor, in one coroutine, and
    ends with it.

    One read is always under way while an answer waits, so a client that leaves is noticed. */
class mock_connection : public std::enable_shared_from_this<mock_connection> {
public:
    /// @param context Null for plain HTTP.
    APIDECK_DECL mock_connection(asio::ip::tcp::socket socket,
        http::tls_context context, std::shared_ptr<mock_state> state);
    APIDECK_DECL ~mock_connection();

    APIDECK_DECL void start();

    // These may be called from any thread.

    /// Look again whether what is held was released.
    APIDECK_DECL void wake();
    APIDECK_DECL void abort();
    APIDECK_DECL void close_idle(mock_ending how);

private:
    enum class phase { opening, idle, receiving, answering, finishing };
    enum class received { request, malformed, nothing };

    APIDECK_DECL static asio::awaitable<void> run(std::shared_ptr<mock_connection> self);
    APIDECK_DECL asio::awaitable<bool> open();
    APIDECK_DECL asio::awaitable<bool> serve_one();
    APIDECK_DECL asio::awaitable<received> receive(mock_request& request);
    APIDECK_DECL asio::awaitable<bool> send(mock_request const& request, queued_answer queued);
    APIDECK_DECL asio::awaitable<bool> write(std::string_view bytes, std::size_t piece_size);
    APIDECK_DECL asio::awaitable<void> wait(time_point until, std::function<bool()> done);
    APIDECK_DECL asio::awaitable<void> end(mock_ending how);
    APIDECK_DECL asio::awaitable<void> notify_close();
    APIDECK_DECL asio::awaitable<void> drain();

    APIDECK_DECL void read_more();
    APIDECK_DECL void close(bool reset = false);

    asio::any_io_executor const executor_;
    asio::ip::tcp::socket socket_;
    http::tls_context const context_;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
    /// Wakes the coroutine that waits: for a time, for bytes, or for what another thread asks.
    asio::steady_timer wakeup_;
    std::shared_ptr<mock_state> const state_;
    std::size_t const number_;
    mock_fault const fault_;

    /// Also read by other threads.
    std::atomic<phase> phase_{phase::opening};
    std::optional<mock_ending> ending_{};
    bool open_{true};
    bool reading_{};
    bool client_left_{};
    bool keep_alive_{true};
    std::array<char, 16 * 1024> chunk_{};
    std::string received_{};
};

} // namespace apideck::testing::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/mock_connection.ipp>
#include <apideck/testing/impl/mock_exchange.ipp>
#endif

#endif
