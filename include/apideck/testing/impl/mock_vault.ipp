#ifndef APIDECK_TESTING_IMPL_MOCK_VAULT_IPP
#define APIDECK_TESTING_IMPL_MOCK_VAULT_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/context_watch.hpp>
#include <apideck/testing/detail/mock_api.hpp>
#include <apideck/testing/detail/mock_connection.hpp>
#include <apideck/testing/detail/mock_state.hpp>
#include <apideck/testing/mock_vault.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

namespace detail {

/// Accepts connections, each on a strand of its own.
class mock_server final : public apideck::detail::context_bound, public std::enable_shared_from_this<mock_server> {
public:
    mock_server(asio::any_io_executor executor, mock_vault_options const& options)
        : state(std::make_shared<mock_state>()), executor_(std::move(executor)), tls_(options.tls)
    {
        if (tls_)
            context_ = options.context ? options.context : make_context(options.server_certificate);
        asio::ip::tcp::endpoint const local(asio::ip::address_v4::loopback(), 0);
        acceptor_.emplace(asio::any_io_executor(asio::make_strand(executor_)), local);
        port_ = acceptor_->local_endpoint().port();
        state->options = {options.api_key, options.session_uri_base};
        if (options.session_uri_base.empty())
            state->options.session_uri_base = url() + std::string(session_path);
    }

    void start()
    {
        apideck::detail::context_watch::bind(executor_, weak_from_this());
        accept();
    }

    void stop()
    {
        state->stop();
        if (!acceptor_)
            return;
        asio::post(acceptor_->get_executor(), [self = shared_from_this()] {
            boost::system::error_code ignored;
            self->acceptor_->close(ignored);
        });
        for (auto const& connection : state->connections())
            connection->abort();
    }

    void context_ends() noexcept override
    {
        acceptor_.reset();
        executor_ = asio::any_io_executor();
    }

    std::uint16_t port() const { return port_; }
    std::string url() const
    {
        return (tls_ ? "https://localhost:" : "http://localhost:")
            + std::to_string(port_);
    }
    std::string const& ca_pem() const { return ca_pem_; }

    std::shared_ptr<mock_state> const state;

private:
    http::tls_context make_context(certificate chain)
    {
        if (chain.certificate_pem.empty()) {
            certificate_spec const root{.common_name = "apideck mock root", .is_ca = true};
            certificate_spec const leaf{.common_name = "localhost",
                .dns_names = {"localhost"},
                .ip_addresses = {"127.0.0.1", "::1"}};
            auto const ca = make_certificate(root);
            chain = make_certificate(leaf, &ca);
            ca_pem_ = ca.certificate_pem;
        }
        auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
        SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
        // It is for the client to refuse a weak certificate.
        SSL_CTX_set_security_level(context->native_handle(), 0);
        context->use_certificate_chain(asio::buffer(chain.certificate_pem));
        context->use_private_key(asio::buffer(chain.private_key_pem), asio::ssl::context::pem);
        return context;
    }

    void accept()
    {
        acceptor_->async_accept(asio::any_io_executor(asio::make_strand(executor_)),
            [self = shared_from_this()](
                boost::system::error_code ec, asio::ip::tcp::socket socket) {
                if (ec && ec != asio::error::connection_aborted)
                    return;
                self->accept();
                if (!ec)
                    std::make_shared<mock_connection>(
                        std::move(socket), self->context_, self->state)
                        ->start();
            });
    }

    asio::any_io_executor executor_;
    bool const tls_;
    http::tls_context context_;
    std::string ca_pem_;
    std::optional<asio::ip::tcp::acceptor> acceptor_;
    std::uint16_t port_{};
};

} // namespace detail

APIDECK_DECL mock_vault::mock_vault(asio::any_io_executor executor)
    : mock_vault(std::move(executor), mock_vault_options())
{}

APIDECK_DECL mock_vault::mock_vault(
    asio::any_io_executor executor, mock_vault_options const& options)
    : server_(std::make_shared<detail::mock_server>(std::move(executor), options))
{
    server_->start();
}

APIDECK_DECL mock_vault::~mock_vault()
{
    try {
        server_->stop();
    } catch (...) {
        // Without memory to stop with, the connections end with their execution context.
    }
}

APIDECK_DECL std::string mock_vault::url() const { return server_->url(); }

APIDECK_DECL std::uint16_t mock_vault::port() const { return server_->port(); }

APIDECK_DECL std::string const& mock_vault::ca_pem() const { return server_->ca_pem(); }

APIDECK_DECL void mock_vault::answer(mock_answer answer)
{
    server_->state->queue(std::move(answer));
}

APIDECK_DECL void mock_vault::release()
{
    server_->state->release();
    for (auto const& connection : server_->state->connections())
        connection->wake();
}

APIDECK_DECL void mock_vault::next_connection(mock_fault fault) { server_->state->queue(fault); }

APIDECK_DECL void mock_vault::close_idle(mock_ending how)
{
    if (how == mock_ending::keep_alive || how == mock_ending::stall)
        return;
    for (auto const& connection : server_->state->connections())
        connection->close_idle(how);
}

APIDECK_DECL std::vector<mock_request> mock_vault::requests() const
{
    return server_->state->requests();
}

APIDECK_DECL std::size_t mock_vault::connections_accepted() const
{
    return server_->state->accepted();
}

APIDECK_DECL std::size_t mock_vault::open_connections() const { return server_->state->open(); }

APIDECK_DECL void mock_vault::on_request(std::function<void(mock_request const&)> hook)
{
    server_->state->hook_request(std::move(hook));
}

APIDECK_DECL void mock_vault::on_accept(std::function<void(std::size_t)> hook)
{
    server_->state->hook_accept(std::move(hook));
}

APIDECK_DECL void mock_vault::on_close(std::function<void(std::size_t)> hook)
{
    server_->state->hook_close(std::move(hook));
}

} // namespace apideck::testing

#endif
