#ifndef APIDECK_HTTP_DETAIL_ADDRESS_CACHE_HPP
#define APIDECK_HTTP_DETAIL_ADDRESS_CACHE_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/detail/lookup.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** The addresses of hosts, each looked up once for all who ask within a time. Errors are not kept.
    Safe to use from several threads; nothing is called with the lock held. */
class address_cache : public std::enable_shared_from_this<address_cache> {
public:
    /// Addresses in the resolver's order, one at least.
    using answer = std::shared_ptr<endpoints const>;

    /// Somebody who asks. Has to share the cache until the answer has come or is wanted no more.
    class waiter {
    public:
        virtual ~waiter() = default;
        /// Called once, on an executor that somebody asked with. There is an answer or an error.
        virtual void on_answer(boost::system::error_code ec, answer found) = 0;
    };

    /// The most hosts that are kept; beyond, the oldest answer goes.
    static constexpr std::size_t capacity = 64;

    /** @param custom In place of the system's resolver, where it is set.
        @param ttl For how long an answer holds, and a lookup under way is shared. Zero: not at all.
        @param now For tests. */
    address_cache(
        resolve_function custom, duration ttl, std::function<time_point()> now = &clock::now)
        : custom_(std::move(custom)), ttl_(ttl), now_(std::move(now))
    {}

    /// A lookup that somebody waits for, while it is under way.
    using pending = std::weak_ptr<void const>;

    /** Ask for the addresses of a host, on `executor`. `w` is called from within, or later; a lookup
        shares it until it answers, and is itself shared by the resolver alone.
        @return The lookup, where there is one. */
    APIDECK_DECL pending ask(asio::any_io_executor const& executor, std::string const& host,
        std::uint16_t port, std::shared_ptr<waiter> const& w);

    /** Drop an answer of which none could be connected to, or a lookup that takes too long, so that the
        next who asks does not wait for it. Neither if another has taken its place. */
    APIDECK_DECL void forget(std::string const& host, std::uint16_t port, answer const& found,
        pending const& waited_for);

private:
    using key = std::pair<std::string, std::uint16_t>;

    struct lookup {
        std::vector<std::shared_ptr<waiter>> waiters;
    };

    /// Either an answer or a lookup, which may be gone: then its resolver has dropped its handler.
    struct entry {
        time_point since{};
        answer found{};
        std::weak_ptr<lookup> under_way{};
    };

    APIDECK_DECL void make_room(time_point now);
    APIDECK_DECL void on_found(key const& k, std::shared_ptr<lookup> const& from,
        boost::system::error_code ec, endpoints found);

    resolve_function const custom_;
    duration const ttl_;
    std::function<time_point()> const now_;
    std::mutex mutex_; // the entries, and the waiters of their lookups
    std::map<key, entry> entries_;
};

} // namespace apideck::http::detail

#endif
