#ifndef APIDECK_HTTP_IMPL_TLS_ENGINE_IPP
#define APIDECK_HTTP_IMPL_TLS_ENGINE_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/tls.hpp>
#include <apideck/http/detail/tls_engine.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <openssl/err.h>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// What another user of OpenSSL left in the thread's queue would be taken for an error of ours.
inline void forget_errors()
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

APIDECK_DECL bool tls_engine::open(SSL_CTX* context, std::string const& host)
{
    forget_errors();
    ssl_.reset(SSL_new(context));
    if (!ssl_)
        return false;
    BIO* const bio = memory_.make_bio();
    if (!bio)
        return false;
    SSL_set_bio(ssl_.get(), bio, bio);
    // A context of Asio's frees the buffers between records, which costs two allocations of 17 KB a
    // call.
    SSL_clear_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_set_app_data(ssl_.get(), this);
    SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, &tls_engine::verify);
    SSL_set_connect_state(ssl_.get());
    return detail::expect_host(ssl_.get(), host);
}

APIDECK_DECL int tls_engine::verify(int good, X509_STORE_CTX* verifying) noexcept
try {
    auto* const ssl = static_cast<SSL*>(
        X509_STORE_CTX_get_ex_data(verifying, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* const self = static_cast<tls_engine*>(SSL_get_app_data(ssl));
    // A context of the caller's may have a check of its own, such as for pinned certificates.
    if (auto const callers = SSL_CTX_get_verify_callback(SSL_get_SSL_CTX(ssl));
        callers && callers(good, verifying) != 1)
        good = 0;
    if (!good) {
        // A callback that refuses what OpenSSL allows need not say why.
        if (X509_STORE_CTX_get_error(verifying) == X509_V_OK)
            X509_STORE_CTX_set_error(verifying, X509_V_ERR_APPLICATION_VERIFICATION);
        self->refused_subject_ = detail::subject_of(X509_STORE_CTX_get_current_cert(verifying));
    }
    return good;
} catch (...) { // no memory, or the caller's check threw: C called this, which nothing may leave so
    X509_STORE_CTX_set_error(verifying, X509_V_ERR_UNSPECIFIED);
    return 0;
}

APIDECK_DECL bool tls_engine::handshake(boost::system::error_code& ec)
{
    forget_errors();
    int const result = SSL_do_handshake(ssl_.get());
    ec = result == 1 ? boost::system::error_code() : failure(result);
    // A context of the caller's may have a verification of its own, which looked at nothing.
    if (result == 1 && SSL_session_reused(ssl_.get()) == 0 && !SSL_get0_verified_chain(ssl_.get()))
        SSL_set_verify_result(ssl_.get(), X509_V_ERR_CERT_REJECTED);
    // A session that is resumed brings the outcome of its first verification along.
    if (result == 1 && verification() != X509_V_OK)
        ec = asio::error::no_permission;
    return result == 1;
}

APIDECK_DECL void tls_engine::write(std::string_view text, boost::system::error_code& ec)
{
    ec = {};
    while (!text.empty() && !ec) {
        std::size_t written = 0;
        forget_errors();
        int const result = SSL_write_ex(ssl_.get(), text.data(), text.size(), &written);
        if (result == 1)
            text.remove_prefix(written);
        else if (ec = failure(result); !ec) // it wants input, which only a renegotiation does
            ec = asio::ssl::error::unexpected_result;
    }
}

APIDECK_DECL std::size_t tls_engine::read(asio::mutable_buffer out, boost::system::error_code& ec)
{
    std::size_t taken = 0;
    forget_errors();
    int const result = SSL_read_ex(ssl_.get(), out.data(), out.size(), &taken);
    ec = result == 1 ? boost::system::error_code() : failure(result);
    return taken;
}

APIDECK_DECL boost::system::error_code tls_engine::failure(int result) const
{
    switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {};
    case SSL_ERROR_ZERO_RETURN: return asio::error::eof;
    default: break;
    }
    unsigned long const code = ERR_get_error();
    ERR_clear_error(); // the rest of them would meet the thread's next user of OpenSSL
    if (code != 0)
        return {static_cast<int>(code), asio::error::get_ssl_category()};
    return asio::ssl::error::unexpected_result;
}

APIDECK_DECL void tls_engine::close_notify()
{
    if (SSL_is_init_finished(ssl_.get()))
        SSL_shutdown(ssl_.get());
    forget_errors();
}

} // namespace apideck::http::detail

#endif
