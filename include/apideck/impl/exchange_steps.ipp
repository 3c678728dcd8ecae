#ifndef APIDECK_IMPL_EXCHANGE_STEPS_IPP
#define APIDECK_IMPL_EXCHANGE_STEPS_IPP

// The steps of an exchange, on its connection's strand.

#include <apideck/http/detail/exchange.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>

#include <exception>
#include <utility>

namespace apideck::http::detail {

APIDECK_DECL void exchange::resume(boost::system::error_code ec, std::size_t bytes)
{
    if (finished_)
        return;
    if (ending_ != ending::none)
        return end_early(ending_);
    BOOST_ASIO_CORO_REENTER(way_)
    {
        if (!result_.reused_connection) {
            enter(stage::resolve);
            BOOST_ASIO_CORO_YIELD resolve();
            if (ec)
                return fail(ec);
            enter(stage::connect);
            BOOST_ASIO_CORO_YIELD asio::async_connect(connection_->socket(), endpoints_, step());
            if (ec)
                return fail(ec);
            connection_->socket().set_option(asio::ip::tcp::no_delay(true), ec);
            if (request_->origin.tls) {
                enter(stage::handshake);
                if (!begin_tls())
                    return;
                BOOST_ASIO_CORO_YIELD connection_->async_handshake(step());
                if (ec) {
                    explain_handshake();
                    return fail(ec);
                }
            }
            set_timer(false);
        }
        enter(stage::write);
        compose();
        result_.delivery = delivery::possibly;
        BOOST_ASIO_CORO_YIELD connection_->async_write(step());
        // A server may answer and close before it has taken everything: then the answer counts.
        write_error_ = ec;
        enter(stage::read_head);
        while (!reader_.done()) {
            BOOST_ASIO_CORO_YIELD connection_->async_read_some(step());
            if (!take_input(ec, bytes))
                return fail(ec);
        }
        finish(true);
    }
}

APIDECK_DECL void exchange::resolve()
{
    boost::system::error_code not_an_address;
    auto const address = asio::ip::make_address(request_->origin.host, not_an_address);
    if (!not_an_address) {
        endpoints_.emplace_back(address, request_->origin.port);
        return asio::post(connection_->get_executor(), [self = shared_from_this()] { self->resume(); });
    }
    auto const& strand = connection_->get_executor();
    if (auto const& custom = pool_->options().resolve) {
        auto done = [self = shared_from_this(), strand](boost::system::error_code ec,
                        std::vector<asio::ip::tcp::endpoint> found) {
            asio::post(strand,
                [self, ec, found = std::move(found)] { self->on_resolved(ec, found); });
        };
        try {
            return custom(request_->origin.host, request_->origin.port, std::move(done));
        } catch (...) {
            return asio::post(strand, [self = shared_from_this()] {
                self->on_resolved(asio::error::host_not_found, {});
            });
        }
    }
    // RFC 6761 section 6.3: localhost is loopback and no question for a DNS server, which a system
    // without a hosts file would ask.
    if (same_name(request_->origin.host, "localhost")) {
        endpoints_.emplace_back(asio::ip::address_v4::loopback(), request_->origin.port);
        endpoints_.emplace_back(asio::ip::address_v6::loopback(), request_->origin.port);
        return asio::post(strand, [self = shared_from_this()] { self->resume(); });
    }
    using resolver = asio::ip::basic_resolver<asio::ip::tcp, connection::strand_type>;
    auto const lookup = std::make_shared<resolver>(strand);
    lookup->async_resolve(request_->origin.host, std::to_string(request_->origin.port),
        asio::ip::resolver_base::numeric_service,
        [self = shared_from_this(), lookup](
            boost::system::error_code ec, resolver::results_type const& results) {
            std::vector<asio::ip::tcp::endpoint> found;
            for (auto const& one : results)
                found.push_back(one.endpoint());
            self->on_resolved(ec, std::move(found));
        });
}

APIDECK_DECL void exchange::on_resolved(
    boost::system::error_code ec, std::vector<asio::ip::tcp::endpoint> found)
{
    if (finished_)
        return; // left behind
    endpoints_ = std::move(found);
    if (!ec && endpoints_.empty())
        ec = asio::error::host_not_found;
    resume(ec);
}

APIDECK_DECL bool exchange::begin_tls()
try {
    auto const context = pool_->tls_context();
    if (!context) {
        result_.wrong_option = context.error().option;
        result_.reason = context.error().reason;
        result_.permanent = true;
        fail(asio::error::invalid_argument);
        return false;
    }
    if (connection_->start_tls(**context, request_->origin.host))
        return true;
    result_.permanent = true;
    result_.reason = "OpenSSL could not be set up to verify " + server();
    fail(asio::error::invalid_argument);
    return false;
} catch (std::exception const& e) { // Asio's TLS constructors throw where OpenSSL gives nothing
    result_.reason = e.what();
    fail(asio::error::no_memory);
    return false;
}

APIDECK_DECL void exchange::compose()
{
    std::string& out = connection_->output;
    out.clear();
    out.append(to_string(request_->method)).append(1, ' ').append(request_->target);
    out.append(" HTTP/1.1\r\n").append(request_->headers.wire());
    bool const has_content = request_->method != method::get && request_->method != method::delete_;
    if (has_content || !request_->body.empty())
        out.append("Content-Length: ").append(std::to_string(request_->body.size())).append("\r\n");
    out.append("\r\n").append(request_->body);
}

APIDECK_DECL bool exchange::take_input(boost::system::error_code& ec, std::size_t bytes)
{
    auto& input = connection_->input;
    if (ec == asio::error::eof) {
        reader_.put_eof(ec);
    } else if (!ec) {
        input.commit(bytes);
        result_.delivery = delivery::certainly;
        input.consume(reader_.put(input.data(), ec));
        if (ec) {
            result_.permanent = true;
            result_.reason = "the answer is not one that can be taken";
            if (ec == boost::beast::http::error::header_limit)
                result_.reason = "limits.head is "
                    + std::to_string(pool_->options().limits.head) + " bytes";
            else if (ec == boost::beast::http::error::body_limit)
                result_.reason = "limits.body is "
                    + std::to_string(pool_->options().limits.body) + " bytes";
        }
    } else if (write_error_) {
        enter(stage::write);
        ec = write_error_;
    }
    if (result_.stage == stage::read_head && reader_.head_done())
        enter(stage::read_body);
    return !ec;
}

APIDECK_DECL void exchange::explain_handshake()
{
    long const code = connection_->verification();
    if (code == X509_V_OK)
        return;
    result_.permanent = true;
    result_.reason = explain_verification(code, request_->origin.host);
    result_.certificate_subject = connection_->refused_subject();
}

APIDECK_DECL std::string exchange::server() const
{
    return request_->origin.host + " port " + std::to_string(request_->origin.port);
}

} // namespace apideck::http::detail

#endif
