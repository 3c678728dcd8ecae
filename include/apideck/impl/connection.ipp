#ifndef APIDECK_IMPL_CONNECTION_IPP
#define APIDECK_IMPL_CONNECTION_IPP

#include <apideck/http/detail/connection.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/verify_context.hpp>

#include <openssl/bio.h>

namespace apideck::http::detail {

APIDECK_DECL bool connection::start_tls(asio::ssl::context& context, std::string const& host)
{
    tls_.emplace(socket_, context);
    // Asio has OpenSSL free the buffers between records, which costs two allocations of 17 KB a call.
    SSL_clear_mode(tls_->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    boost::system::error_code ec;
    // A context of the caller's may have a check of its own, such as for pinned certificates.
    auto const callers = SSL_get_verify_callback(tls_->native_handle());
    tls_->set_verify_mode(asio::ssl::verify_peer, ec);
    if (!ec)
        tls_->set_verify_callback(
            [this, callers](bool good, asio::ssl::verify_context& verifying) {
                if (callers && callers(good, verifying.native_handle()) != 1)
                    good = false;
                if (!good)
                    refused_subject_
                        = subject_of(X509_STORE_CTX_get_current_cert(verifying.native_handle()));
                return good;
            },
            ec);
    return !ec && expect_host(tls_->native_handle(), host);
}

APIDECK_DECL long connection::verification() const
{
    if (!tls_)
        return X509_V_OK;
    // native_handle() is not const, but only gives the pointer.
    return SSL_get_verify_result(
        const_cast<asio::ssl::stream<socket_type&>&>(*tls_).native_handle());
}

APIDECK_DECL bool connection::usable()
{
    boost::system::error_code ec;
    if (!socket_.non_blocking())
        socket_.non_blocking(true, ec);
    if (ec)
        return false;
    char byte;
    socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, ec);
    return ec == asio::error::would_block;
}

APIDECK_DECL bool connection::has_unread() const
{
    if (!tls_)
        return false;
    SSL* const ssl = const_cast<asio::ssl::stream<socket_type&>&>(*tls_).native_handle();
    return SSL_has_pending(ssl) == 1 || BIO_ctrl_pending(SSL_get_rbio(ssl)) != 0;
}

APIDECK_DECL void connection::close()
{
    boost::system::error_code ignored;
    socket_.close(ignored);
}

} // namespace apideck::http::detail

#endif
