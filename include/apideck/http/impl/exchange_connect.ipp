#ifndef APIDECK_HTTP_IMPL_EXCHANGE_CONNECT_IPP
#define APIDECK_HTTP_IMPL_EXCHANGE_CONNECT_IPP

// The steps of an exchange that opens its connection.

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/authority.hpp>
#include <apideck/http/detail/exchange.hpp>
#include <apideck/http/detail/tls.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <exception>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL bool exchange::choose_way()
{
    auto const* const via = pool_->proxy_for(request_->head->origin);
    if (via && via->has_error()) {
        refuse_option(via->error());
        return false;
    }
    if (via)
        tunnel_ = std::make_unique<tunnel>(**via, pool_->options().limits);
    return true;
}

APIDECK_DECL void exchange::dial()
{
    dialer_ = dialer::start(pool_->get_executor(), pool_->options().connect, pool_->addresses(),
        pool_->timers().shared_from_this(), tunnel_ ? tunnel_->via() : request_->head->origin,
        shared_from_this());
}

APIDECK_DECL void exchange::on_addresses()
{
    locked(completion::dispatched, [&] { enter(stage::connect); });
}

APIDECK_DECL void exchange::on_dialled(boost::system::error_code ec, asio::ip::tcp::socket socket)
{
    // Posted, for others wait for the same lookup, and a handler may throw.
    locked(completion::posted, [&] {
        if (!ec)
            connection_->connected(std::move(socket), ec);
        advance(ec);
    });
}

APIDECK_DECL bool exchange::begin_tls()
try {
    auto const context = pool_->tls_context();
    if (!context) {
        refuse_option(context.error());
        return false;
    }
    if (connection_->start_tls(*context, request_->head->origin, pool_->tls_sessions()))
        return true;
    result_.permanent = true;
    result_.reason = "OpenSSL could not be set up to verify " + peer();
    fail(asio::error::invalid_argument);
    return false;
} catch (std::exception const& e) { // Asio's TLS context throws where OpenSSL gives none
    result_.reason = e.what();
    fail(asio::error::no_memory);
    return false;
}

APIDECK_DECL void exchange::refuse_option(option_error const& e)
{
    result_.wrong_option = e.option;
    result_.reason = e.reason;
    result_.permanent = true;
    fail(asio::error::invalid_argument);
}

APIDECK_DECL void exchange::explain_tunnel(boost::system::error_code ec)
{
    result_.permanent = tunnel_->permanent();
    result_.reason = tunnel_->reason();
    fail(ec);
}

APIDECK_DECL bool exchange::shake_hands(boost::system::error_code& ec, std::size_t bytes)
{
    if (ec == asio::error::eof)
        ec = asio::ssl::error::stream_truncated;
    return ec.failed() || connection_->handshake(bytes, ec) || ec.failed();
}

APIDECK_DECL void exchange::explain_handshake(boost::system::error_code ec)
{
    // What went wrong is told to the server, too, as far as that can be done at once.
    boost::system::error_code ignored;
    connection_->flush(ignored);
    bool const with_session = connection_->forget_sessions();
    if (long const code = connection_->tls()->verification(); code != X509_V_OK) {
        result_.permanent = true;
        result_.reason = explain_verification(code, request_->head->origin.host);
        result_.certificate_subject = connection_->tls()->refused_subject();
    } else if (with_session) { // a whole handshake may do, so this is not permanent
        result_.reason = explain_tls(ec, peer());
    }
    fail(ec);
}

APIDECK_DECL std::string exchange::peer() const
{
    if (tunnel_ && result_.stage <= stage::proxy)
        return "the proxy " + describe(tunnel_->via());
    return describe(request_->head->origin);
}

} // namespace apideck::http::detail

#endif
