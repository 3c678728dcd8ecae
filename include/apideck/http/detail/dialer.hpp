#ifndef APIDECK_HTTP_DETAIL_DIALER_HPP
#define APIDECK_HTTP_DETAIL_DIALER_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/detail/address_cache.hpp>
#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/message.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Addresses in the order to try them: the families by turns, that of the first one first
/// (RFC 8305 section 4); within a family the order stays.
[[nodiscard]] APIDECK_DECL endpoints interleave(endpoints const& found);

/** Opens a TCP connection to a server: looks it up, and tries its addresses as RFC 8305 section 5
    says. An attempt follows when the one before it has failed, or has had `attempt_delay`; the first
    that succeeds is taken and the others are closed.

    All functions may be called from any thread. What is under way (a lookup, an attempt, a delay)
    shares the dialer and the dialer shares its owner, so an owner that wants to cancel holds it
    weakly: then all goes with the execution context. The queue is to be abandoned by then.
*/
class dialer final : public address_cache::waiter, public timer_queue::entry,
                     public std::enable_shared_from_this<dialer> {
public:
    /// Who wants the connection. Called on the executor, with no lock held, never from within
    /// `start` or `cancel`; one call ends before the next begins.
    class owner {
    public:
        virtual ~owner() = default;
        /// The host was looked up; connecting begins. Not called where the lookup fails.
        virtual void on_addresses() = 0;
        /** The last call: a connected socket with `no_delay`, or why there is none and a socket that
            is closed. That is the lookup's error, or else that of the address tried first, which the
            resolver prefers: so it does not depend on which of the attempts was slowest. */
        virtual void on_dialled(boost::system::error_code ec, asio::ip::tcp::socket socket) = 0;
    };

    static APIDECK_DECL std::weak_ptr<dialer> start(asio::any_io_executor executor,
        connect_options const& options, std::shared_ptr<address_cache> addresses,
        std::shared_ptr<timer_queue> timers, origin const& server, std::shared_ptr<owner> o);

    APIDECK_DECL dialer(asio::any_io_executor executor, connect_options const& options,
        std::shared_ptr<address_cache> addresses, std::shared_ptr<timer_queue> timers,
        origin const& server, std::shared_ptr<owner> o);

    /** Give up: closes the sockets and leaves a lookup behind. Neither the addresses that were not
        yet connected to nor the lookup is used by those who come later, for they may be why the caller
        gave up.

        @return Whether `on_dialled` is not called any more; else it was, or is just about to be. An
        `on_addresses` that is just about to be called is called all the same. */
    APIDECK_DECL bool cancel();

private:
    using sockets = std::list<asio::ip::tcp::socket>; // one under way must not move

    /// What is let go of when it ends.
    struct ended {
        std::shared_ptr<dialer::owner> owner;
        std::shared_ptr<address_cache> addresses;
        address_cache::answer found;
        address_cache::pending lookup;
    };

    APIDECK_DECL void begin();
    APIDECK_DECL void on_answer(
        boost::system::error_code ec, address_cache::answer found) override;
    APIDECK_DECL void on_time() override;
    APIDECK_DECL void on_attempt(
        sockets::iterator at, std::size_t number, boost::system::error_code ec);

    // Called with the lock held. The first two give it up where that was the end.
    APIDECK_DECL void connect_next(std::unique_lock<std::mutex>& lock);
    APIDECK_DECL void end_with(std::unique_lock<std::mutex>& lock, boost::system::error_code ec);
    APIDECK_DECL void try_next();
    APIDECK_DECL ended end();

    asio::any_io_executor const executor_;
    duration const delay_;
    std::shared_ptr<timer_queue> const timers_;
    origin const server_;

    std::mutex mutex_;
    std::shared_ptr<owner> owner_; // until the end
    std::shared_ptr<address_cache> addresses_;
    address_cache::answer found_;
    address_cache::pending lookup_;
    endpoints order_;
    std::size_t next_ = 0;
    time_point next_at_{};
    sockets attempts_;
    boost::system::error_code first_error_;
};

} // namespace apideck::http::detail

#endif
