#ifndef APIDECK_HTTP_DETAIL_TLS_SESSION_CACHE_HPP
#define APIDECK_HTTP_DETAIL_TLS_SESSION_CACHE_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>

#include <openssl/ssl.h>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

struct tls_session_free {
    void operator()(SSL_SESSION* s) const noexcept { SSL_SESSION_free(s); }
};
using tls_session = std::unique_ptr<SSL_SESSION, tls_session_free>;

inline std::time_t begun_at(SSL_SESSION const& s)
{
#if OPENSSL_VERSION_PREREQ(3, 3)
    return SSL_SESSION_get_time_ex(&s); // the other is deprecated since 3.4: a long may end in 2038
#else
    return SSL_SESSION_get_time(&s);
#endif
}

/// As OpenSSL 3.5 takes it: `std::time` may be some milliseconds behind, and a session then be one
/// that begins in a second to come.
inline std::time_t precise_time()
{
    return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

/** TLS sessions that servers gave, to open the next connection at less cost (RFC 8446 section 2.2).

    A resumed handshake verifies neither chain nor name anew. So a cache belongs to the connections of
    one client, which all verify alike, and a session to the server, by name and port, that it was
    verified for. It is dropped when its own time or its certificate's is over. Safe to use from several
    threads. It changes nothing in an `SSL_CTX`, which may be shared with others.
*/
class tls_session_cache {
public:
    /// The most sessions that are kept for a server, the newest, and the most servers.
    static constexpr std::size_t per_server = 8;
    static constexpr std::size_t capacity = 64;

    /// @param now For tests.
    explicit tls_session_cache(std::function<std::time_t()> now = precise_time)
        : now_(std::move(now))
    {}

    /// Keep a session, of which nobody else has the object.
    APIDECK_DECL void put(origin const& server, tls_session session);

    /// The newest session, or none. One of TLS 1.3 is given away once (RFC 8446 appendix C.4).
    [[nodiscard]] APIDECK_DECL tls_session take(origin const& server);

    /// Drop all of a server: with one of them it came to no handshake (RFC 5246 section 7.2.2).
    APIDECK_DECL void forget(origin const& server);

private:
    using sessions = std::vector<tls_session>; // the newest last, one at least

    std::function<std::time_t()> const now_;
    std::mutex mutex_;
    std::map<origin, sessions> servers_;
};

/** What one connection has to do with the cache. Not safe to use from several threads, no more than
    the connection's `SSL` is. */
class tls_resumption {
public:
    tls_resumption(std::shared_ptr<tls_session_cache> cache, origin server)
        : cache_(std::move(cache)), server_(std::move(server))
    {}

    /// Offer the server a session, if there is one; before the handshake.
    APIDECK_DECL void offer(SSL* ssl);

    /** Keep the session of a connection that was verified, if it is new. To be called when something
        was read, for in TLS 1.3 sessions come after the handshake, mostly just before the first
        answer; where nothing is new it compares two pointers. */
    APIDECK_DECL void keep(SSL* ssl);

    /// Drop the server's sessions where one was offered, for the handshake failed: the next is a whole
    /// one. @return Whether one was.
    APIDECK_DECL bool forget();

private:
    std::shared_ptr<tls_session_cache> cache_;
    origin server_;
    tls_session seen_; // offered or kept; shared with the SSL
};

} // namespace apideck::http::detail

#endif
