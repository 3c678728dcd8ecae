#ifndef APIDECK_HTTP_DETAIL_CONNECTION_POOL_HPP
#define APIDECK_HTTP_DETAIL_CONNECTION_POOL_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/detail/context_watch.hpp>
#include <apideck/http/detail/address_cache.hpp>
#include <apideck/http/detail/connection.hpp>
#include <apideck/http/detail/proxy.hpp>
#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/detail/tls.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/http/transport_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/list_hook.hpp>

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** The connections of a transport, by server, and who waits for one. Safe to use from several
    threads; nothing of a waiter or of Asio's is called with the lock held. */
class connection_pool final : public apideck::detail::context_bound,
                              public std::enable_shared_from_this<connection_pool> {
    struct server_pool;

public:
    /// Somebody who waits for a connection.
    class waiter {
    public:
        virtual ~waiter() = default;
        /// Called once, on any thread, unless `withdraw` came first: a connection that was used
        /// before, or none where one is to be opened. Either must be given back by `release`.
        virtual void on_connection(std::shared_ptr<connection> c, time_point now) = 0;

    private:
        friend class connection_pool;
        using hook = boost::intrusive::list_member_hook<>;

        hook place_;
        server_pool* pool_ = nullptr;  // while it waits
        std::shared_ptr<waiter> self_; // while it waits
        bool fresh_ = false;
    };

    static APIDECK_DECL std::shared_ptr<connection_pool> create(
        asio::any_io_executor executor, transport_options options);
    APIDECK_DECL connection_pool(asio::any_io_executor executor, transport_options options);

    /** Ask for a connection: `on_connection` is called from within, or when one is given back, in
        the order of the calls.
        @param fresh Not one that was used before.
        @param now The time.
        @return Whether it was called. */
    APIDECK_DECL bool acquire(
        std::shared_ptr<waiter> const& w, origin const& server, bool fresh, time_point now);

    /// Stop waiting. @return Whether it did wait: if so `on_connection` is not called any more.
    APIDECK_DECL bool withdraw(waiter& w);

    /// Give a connection back, or what came of opening one; a `reusable` one is kept for the next.
    /// @param now The time.
    APIDECK_DECL void release(
        origin const& server, std::shared_ptr<connection> c, bool reusable, time_point now);

    /// How many connections could and must be opened for there to be so many.
    [[nodiscard]] APIDECK_DECL std::size_t missing(origin const& server, std::size_t connections);

    /// Close what is idle, and tell the servers.
    APIDECK_DECL void close_idle();

    /// Drops everything that belongs to the context: sockets and timers must not outlive it, and
    /// calls that wait for a connection would otherwise keep each other alive.
    APIDECK_DECL void context_ends() noexcept override;

    [[nodiscard]] APIDECK_DECL pool_stats stats() const;
    [[nodiscard]] transport_options const& options() const noexcept { return options_; }
    [[nodiscard]] asio::any_io_executor const& get_executor() const noexcept { return executor_; }
    [[nodiscard]] std::shared_ptr<address_cache> const& addresses() const noexcept
    {
        return addresses_;
    }
    [[nodiscard]] std::shared_ptr<tls_session_cache> const& tls_sessions() const noexcept
    {
        return tls_sessions_;
    }
    /// The proxy to reach a server through, or what is wrong with its option; null where none is to
    /// be used.
    [[nodiscard]] APIDECK_DECL boost::system::result<proxy, option_error> const* proxy_for(
        origin const& server) const;
    [[nodiscard]] timer_queue& timers() const noexcept { return *timers_; }

    /// The context that all connections share, made when it is first asked for; a failure is not
    /// kept, for a file may be there the next time.
    APIDECK_DECL boost::system::result<http::tls_context, option_error> tls_context();

private:
    using connections = std::vector<std::shared_ptr<connection>>;
    /// Idle ones that are let go: closed in order where this ends, which is to be after the lock.
    struct dropped_connections : connections {
        APIDECK_DECL ~dropped_connections();
    };
    // In the order of the calls. Each shares itself: with thousands, nodes of a list would be as much
    // more cold memory.
    using waiters = boost::intrusive::list<waiter,
        boost::intrusive::member_hook<waiter, waiter::hook, &waiter::place_>>;

    struct server_pool {
        connections idle; // the last one used is the first to be used again
        waiters waiting;
        std::size_t in_use = 0;
    };

    static APIDECK_DECL std::shared_ptr<waiter> unlink(waiters& waiting, waiter& w);
    static APIDECK_DECL std::shared_ptr<connection> take_idle(server_pool& pool);
    APIDECK_DECL void hand_over(
        waiter& w, origin const& server, std::shared_ptr<connection> c, time_point now);
    APIDECK_DECL void drop_expired(bool all, time_point now, dropped_connections& dropped);

    asio::any_io_executor executor_;
    transport_options const options_;
    boost::system::result<proxy, option_error> const proxy_; // not looked at without an URL
    std::shared_ptr<timer_queue> timers_;
    std::shared_ptr<address_cache> const addresses_;
    std::shared_ptr<tls_session_cache> const tls_sessions_;
    mutable std::mutex mutex_;
    std::map<origin, server_pool> pools_;
    std::atomic<std::size_t> opened_ = 0;
    bool abandoned_ = false;
    std::mutex tls_mutex_; // apart, for reading the system's roots takes a while
    http::tls_context tls_context_;
};

} // namespace apideck::http::detail

#endif
