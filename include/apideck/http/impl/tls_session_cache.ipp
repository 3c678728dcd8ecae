#ifndef APIDECK_HTTP_IMPL_TLS_SESSION_CACHE_IPP
#define APIDECK_HTTP_IMPL_TLS_SESSION_CACHE_IPP

#include <apideck/http/detail/tls_session_cache.hpp>

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

inline bool is_single_use(SSL_SESSION const& s)
{
    return SSL_SESSION_get_protocol_version(&s) >= TLS1_3_VERSION;
}

/// Whether a session may not be offered any more.
inline bool is_over(SSL_SESSION& s, std::time_t now)
{
    constexpr long week = 7 * 24 * 60 * 60; // RFC 8446 section 4.6.1
    long life = (std::min)(SSL_SESSION_get_timeout(&s), week);
    auto const hint = SSL_SESSION_get_ticket_lifetime_hint(&s);
    // Before TLS 1.3 a hint of zero is none (RFC 5077 section 3.3); since, it means at once.
    if (hint != 0 || detail::is_single_use(s))
        life = static_cast<long>((std::min)(static_cast<unsigned long>(life), hint));
    std::time_t const age = now - detail::begun_at(s);
    X509 const* const peer = SSL_SESSION_get0_peer(&s);
    return age < 0 || age >= life || !peer || ASN1_TIME_cmp_time_t(X509_get0_notAfter(peer), now) != 1;
}

inline std::string_view ticket_of(SSL_SESSION const& s)
{
    unsigned char const* bytes = nullptr;
    std::size_t size = 0;
    SSL_SESSION_get0_ticket(&s, &bytes, &size);
    return {reinterpret_cast<char const*>(bytes), size};
}

APIDECK_DECL void tls_session_cache::put(origin const& server, tls_session session)
{
    if (detail::is_over(*session, now_()))
        return;
    std::lock_guard const lock(mutex_);
    if (servers_.size() >= capacity && !servers_.contains(server))
        servers_.erase(std::ranges::min_element(servers_, {},
            [](auto const& s) { return detail::begun_at(*s.second.back()); }));
    sessions& kept = servers_[server];
    if (!detail::is_single_use(*session))
        kept.clear();
    kept.push_back(std::move(session));
    if (kept.size() > per_server)
        kept.erase(kept.begin());
}

APIDECK_DECL tls_session tls_session_cache::take(origin const& server)
{
    std::time_t const now = now_();
    std::lock_guard const lock(mutex_);
    auto const found = servers_.find(server);
    if (found == servers_.end())
        return nullptr;
    sessions& kept = found->second;
    std::erase_if(kept, [&](auto const& s) { return detail::is_over(*s, now); });
    tls_session out;
    if (!kept.empty() && !detail::is_single_use(*kept.back())) {
        out.reset(SSL_SESSION_dup(kept.back().get()));
    } else if (!kept.empty()) {
        out = std::move(kept.back());
        kept.pop_back();
    }
    if (kept.empty())
        servers_.erase(found);
    return out;
}

APIDECK_DECL void tls_session_cache::forget(origin const& server)
{
    std::lock_guard const lock(mutex_);
    servers_.erase(server);
}

APIDECK_DECL void tls_resumption::offer(SSL* ssl)
{
    auto session = cache_->take(server_);
    if (!session)
        return;
    if (SSL_set_session(ssl, session.get()) == 1)
        seen_ = std::move(session);
    else
        ERR_clear_error();
}

APIDECK_DECL bool tls_resumption::forget()
{
    if (seen_)
        cache_->forget(server_);
    return seen_ != nullptr;
}

APIDECK_DECL void tls_resumption::keep(SSL* ssl)
{
    SSL_SESSION* const session = SSL_get0_session(ssl);
    if (!session || session == seen_.get() || !SSL_is_init_finished(ssl))
        return;
    bool const offered = seen_ && !detail::ticket_of(*session).empty()
        && detail::ticket_of(*session) == detail::ticket_of(*seen_);
    SSL_SESSION_up_ref(session);
    seen_.reset(session);
    bool const verified = (SSL_get_verify_mode(ssl) & SSL_VERIFY_PEER) != 0
        && SSL_get_verify_result(ssl) == X509_V_OK;
    if (offered || !verified || SSL_SESSION_is_resumable(session) != 1)
        return;
    // A copy, for OpenSSL marks the session of a connection that ends without a close_notify.
    if (tls_session copy{SSL_SESSION_dup(session)})
        cache_->put(server_, std::move(copy));
    else
        ERR_clear_error();
}

} // namespace apideck::http::detail

#endif
