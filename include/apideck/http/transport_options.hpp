#ifndef APIDECK_HTTP_TRANSPORT_OPTIONS_HPP
#define APIDECK_HTTP_TRANSPORT_OPTIONS_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/proxy_options.hpp>
#include <apideck/http/tls_context.hpp>

#include <boost/asio/any_completion_handler.hpp>
// Named only: <boost/asio/ip/tcp.hpp>, with all its sockets, takes longer to compile than the rest.
#include <boost/asio/ts/netfwd.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/** How the server's certificate is verified, and what certificate is shown to it.

    Chain and host name are always verified (RFC 9525: names in `subjectAltName` only), TLS is 1.2
    at least, and the server's name is sent (SNI, RFC 6066 section 3). A certificate that does not
    verify is a `connection_error` and not retried. What can't be used is an `invalid_request_error`
    ("tls.ca_file"); the next call reads it again.

    TLS sessions are kept with the client, for its next connections to the same server to resume.
*/
struct tls_options {
    /// Path of a PEM file of root certificates to trust in place of the system's. Read when the
    /// first connection is opened, as all files here are. Empty, and `ca_pem` too: the system's.
    std::string ca_file{};
    /// Root certificates to trust in place of the system's, as PEM text; with `ca_file`, besides
    /// it.
    std::string ca_pem{};
    /// Path of a PEM file: a certificate chain to show to the server, its leaf first. Empty: none
    /// is.
    std::string certificate_chain_file{};
    /// Path of a PEM file: that certificate's private key, without a passphrase.
    std::string private_key_file{};
    /** A `std::shared_ptr<boost::asio::ssl::context>` to use as it is, in place of all the above: its trust, versions and ciphers are
        the caller's. Verification of chain and host name stays on; a verify callback of its own may
        refuse more, not allow more, and one in place of OpenSSL's verification that leaves no verified
        chain refuses all. It may be shared, but not changed while a client uses it. */
    tls_context context{};
};

/// How connections are kept and shared. Each server (scheme, host and port) has a pool of its own.
struct pool_options {
    /// The most connections to one server; calls beyond wait in order. At least 1: a client refuses
    /// zero, and a transport that is made without one takes it for 1.
    std::size_t max_connections{64};
    /// A connection that was idle for longer is not used again. Should be below the server's own.
    /// Zero: none is used for a later call.
    duration idle_timeout{std::chrono::seconds(30)};
};

/// What the pools of a client hold at a moment.
struct pool_stats {
    std::size_t in_use{};  ///< connections that carry a call, or are being opened for one
    std::size_t idle{};    ///< connections that are kept for a next call
    std::size_t waiting{}; ///< calls that wait for a connection
    std::size_t opened{};  ///< connections that were begun since the client was made, in vain or not
};

/// Takes the addresses of a host, each with its port, or why there are none.
using resolve_handler = asio::any_completion_handler<void(
    boost::system::error_code, std::vector<asio::ip::basic_endpoint<asio::ip::tcp>>)>;

/** Looks up a host: calls the handler once with an error or the addresses, in the order in which
    to try them. May be called from several threads at once. The call that asked does not wait for
    it beyond its deadline or cancellation; an answer that comes later is dropped. The handler must
    not outlive the client's execution context. (To keep it in a variable, construct or emplace it
    there: up to Boost 1.81 the move assignment of `any_completion_handler` recurses without end.) */
using resolve_function
    = std::function<void(std::string const& host, std::uint16_t port, resolve_handler)>;

/// How the addresses of a server are found and connected to.
struct connect_options {
    /** How long one address has for itself before the next is tried beside it: the Connection
        Attempt Delay of RFC 8305 section 5, which should be 100 ms or more and must be 10 ms or
        more. An address that fails is followed at once. */
    duration attempt_delay{std::chrono::milliseconds(250)};
    /** How long the addresses of a host are used again without another lookup, for `getaddrinfo`
        does not say how long they hold. Those that can't be connected to are dropped at once, and
        the usual time to live of a load balancer's name is a minute. Zero: each connection asks. */
    duration resolve_ttl{std::chrono::seconds(30)};
};

/// What an `https_transport` is made with (see the members of `client_options` of the same names).
struct transport_options {
    /// How the server's certificate is verified.
    tls_options tls{};
    /// How connections are kept.
    pool_options pool{};
    /// How much of an answer is taken.
    http::limits limits{};
    /// Looks up names in place of Asio's resolver.
    resolve_function resolve{};
    /// How addresses are found and connected to.
    connect_options connect{};
    /// How servers are reached; see `client_options::proxy`.
    proxy_options proxy{};
};

} // namespace apideck::http

#endif
