#ifndef APIDECK_HTTP_HTTPS_TRANSPORT_HPP
#define APIDECK_HTTP_HTTPS_TRANSPORT_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/http/transport_options.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

namespace detail {
class connection_pool;
}

/** The transport of `client`: HTTP/1.1 over TLS, with a pool of connections a server.

    - A request leaves in one write. Redirects are not followed, compression is not asked for.
    - A server's addresses are looked up once for all who ask within `connect_options::resolve_ttl`,
      and tried in parallel (RFC 8305 section 5). A new connection resumes a TLS session of an
      earlier one where the server lets it (RFC 8446 section 2.2).
    - A connection is reused after a whole answer, unless either side says `close`, the body had no
      length, or more came than was asked for. Before reuse it is looked at: one that the server has
      closed, or sent something on, is dropped before a byte is sent.
    - Idle connections hold no pending operation, so they don't keep `io_context::run()` from
      returning; those idle for too long are closed by the next exchange or with the transport.
    - With a proxy each connection to an https server is a tunnel through it (see `proxy_options`).
    - An exchange that is cancelled or runs out of time closes its connection.

    @par Thread safety
    All members may be called from several threads at once.
*/
class https_transport {
public:
    /// Opens nothing yet. A wrong option (a file that can't be read, say) makes each exchange fail
    /// with its reason.
    APIDECK_DECL https_transport(asio::any_io_executor executor, transport_options options);
    /// Closes the idle connections. Exchanges that run keep what they need.
    APIDECK_DECL ~https_transport();

    https_transport(https_transport const&) = delete;
    https_transport& operator=(https_transport const&) = delete;

    /// The executor it was made with.
    [[nodiscard]] APIDECK_DECL asio::any_io_executor get_executor() const;
    /// The time.
    [[nodiscard]] time_point now() const noexcept { return clock::now(); }

    /// Send a request once and read its answer (see `transport`).
    APIDECK_DECL void async_exchange(
        request const& r, exchange_options const& options, exchange_handler handler);
    /// Wait until `when` (see `transport`).
    APIDECK_DECL void async_wait(time_point when, wait_handler handler);

    /// Open connections to a server until there are so many, idle and in use together, but no more than
    /// `pool_options::max_connections`. The limits are those of connecting and the deadline.
    APIDECK_DECL void async_warm_up(origin const& server, std::size_t connections,
        exchange_options const& options, warm_up_handler handler);

    /// Close the connections that no exchange uses, and tell their servers.
    APIDECK_DECL void close_idle();

    /// What the pools hold now, all servers together.
    [[nodiscard]] APIDECK_DECL pool_stats stats() const;

private:
    std::shared_ptr<detail::connection_pool> pool_;
};

} // namespace apideck::http

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/https_transport.ipp>
#endif

#endif
