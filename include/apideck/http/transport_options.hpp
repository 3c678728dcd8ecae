#ifndef APIDECK_HTTP_TRANSPORT_OPTIONS_HPP
#define APIDECK_HTTP_TRANSPORT_OPTIONS_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/message.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio::ssl {
class context;
}

namespace apideck::http {

/** How the server's certificate is verified, and what certificate is shown to it.

    Chain and host name are always verified (RFC 9525: names in `subjectAltName` only), TLS is 1.2
    at least, and the server's name is sent (SNI).
*/
struct tls_options {
    /// Path of a PEM file of root certificates to trust in place of the system's.
    std::string ca_file{};
    /// Root certificates to trust in place of the system's, as PEM text; with `ca_file`, besides it.
    std::string ca_pem{};
    /// Paths of PEM files: a certificate chain to show to the server, and its private key.
    std::string certificate_chain_file{};
    std::string private_key_file{};
    /** A context to use as it is, in place of all the above: its trust, versions and ciphers are
        the caller's. Verification of chain and host name stays on. It may be shared, but not changed
        while a client uses it. */
    std::shared_ptr<asio::ssl::context> context{};
};

/// How connections are kept and shared. Each server (scheme, host and port) has a pool of its own.
struct pool_options {
    /// The most connections to one server; calls beyond wait in order.
    std::size_t max_connections{64};
    /// A connection that was idle for longer is not used again. Should be below the server's own.
    duration idle_timeout{std::chrono::seconds(30)};
};

/// What the pools of a client hold at a moment.
struct pool_stats {
    std::size_t in_use{};  ///< connections that carry a call, or are being opened for one
    std::size_t idle{};    ///< connections that are kept for a next call
    std::size_t waiting{}; ///< calls that wait for a connection
    std::size_t opened{};  ///< connections that were opened since the client was made
};

using resolve_handler = asio::any_completion_handler<void(
    boost::system::error_code, std::vector<asio::ip::tcp::endpoint>)>;

/** Looks up a host: calls the handler once with an error or the addresses, in the order in which
    to try them. May be called from several threads at once. The call that asked does not wait for it
    beyond its deadline or cancellation; an answer that comes later is dropped. The handler must not
    outlive the client's execution context. (To keep it in a variable, construct or emplace it there:
    up to Boost 1.81 the move assignment of `any_completion_handler` recurses without end.) */
using resolve_function
    = std::function<void(std::string const& host, std::uint16_t port, resolve_handler)>;

/// What an `https_transport` is made with (see the members of `client_options` of the same names).
struct transport_options {
    tls_options tls{};
    pool_options pool{};
    http::limits limits{};
    resolve_function resolve{};
};

} // namespace apideck::http

#endif
