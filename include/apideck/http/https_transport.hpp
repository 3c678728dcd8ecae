#ifndef APIDECK_HTTP_HTTPS_TRANSPORT_HPP
#define APIDECK_HTTP_HTTPS_TRANSPORT_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/http/transport_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace apideck::http {

namespace detail {
class connection_pool;
}

/** The transport of `client`: HTTP/1.1 over TLS, with a pool of connections a server.

    - A request leaves in one write. Redirects are not followed, compression is not asked for.
    - A connection is reused after a whole answer, unless either side says `close`, the body had no
      length, or more came than was asked for. Before reuse it is looked at: one that the server has
      closed, or sent something on, is dropped before a byte is sent.
    - Idle connections hold no pending operation, so they don't keep `io_context::run()` from
      returning; those idle for too long are closed by the next exchange or with the transport.
    - An exchange that is cancelled or runs out of time closes its connection.

    @par Thread safety
    All members may be called from several threads at once.
*/
class https_transport {
public:
    /// A wrong option (a file that can't be read, say) makes each exchange fail with its reason.
    APIDECK_DECL https_transport(asio::any_io_executor executor, transport_options options);
    /// Closes the idle connections. Exchanges that run keep what they need.
    APIDECK_DECL ~https_transport();

    https_transport(https_transport const&) = delete;
    https_transport& operator=(https_transport const&) = delete;

    [[nodiscard]] APIDECK_DECL asio::any_io_executor get_executor() const;
    [[nodiscard]] time_point now() const noexcept { return clock::now(); }

    APIDECK_DECL void async_exchange(
        request const& r, exchange_options const& options, exchange_handler handler);
    APIDECK_DECL void async_wait(time_point when, wait_handler handler);

    /// What the pools hold now, all servers together.
    [[nodiscard]] APIDECK_DECL pool_stats stats() const;

private:
    std::shared_ptr<detail::connection_pool> pool_;
};

} // namespace apideck::http

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/https_transport.ipp>
#endif

#endif
