#ifndef APIDECK_TESTING_MOCK_VAULT_HPP
#define APIDECK_TESTING_MOCK_VAULT_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/tls_context.hpp>
#include <apideck/testing/certificate.hpp>
#include <apideck/testing/mock_answer.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

/// The options of a mock.
struct mock_vault_options {
    /// Serve HTTPS; else plain HTTP.
    bool tls{true};
    /// The only key to accept. Empty: any.
    std::string api_key{};
    /// What a session's address begins with; the token follows. Empty: the mock's own `/session/`,
    /// where it serves a page to sessions of any mock.
    std::string session_uri_base{"https://vault.apideck.com/session/"};
    /// The chain to show, leaf first, and the leaf's key. Empty: one for localhost, 127.0.0.1 and
    /// ::1, signed by a root of the mock's own (`mock_vault::ca_pem`). Weak ones are served, too.
    certificate server_certificate{};
    /// Used as it is, in place of the certificates above. Null: one is made of them.
    http::tls_context context{};
};

namespace detail {
class mock_server;
}

/** A Vault API of one's own, for tests: a real HTTPS server on a free port of 127.0.0.1.

    Answers `POST /vault/sessions` as the OpenAPI document says: 200 with a session whose token holds
    the claims that were asked for (signed with a key of the mock's), 400, 401 and 422 for what the
    API would refuse. It departs from the document in what it takes: values that the document does not
    list for `unified_apis` and `allow_actions`, and `null` for any member; and in what it refuses, as
    typing errors: members of `theme` and `consumer_metadata` that the document neither names nor
    forbids.

    `GET /session/TOKEN` gives a browser the hosted page of a session, of this mock or of another:
    it shows theme and consumer and leads back to `redirect_uri`. Anything else is 404.
    Tests change that for one request at a time (`answer`) or one connection (`next_connection`),
    and look at what arrived (`requests`).

    It lives on the executor that it is given and may share its thread, or a thread pool, with the
    client under test. Members may be called from any thread and from hooks. The destructor stops
    it: listening and all connections end as soon as the executor runs, and then nothing of it
    keeps an `io_context::run()` from returning. It may outlive the `io_context`.
*/
class mock_vault {
public:
    /// Listens at once. @throws boost::system::system_error if it can't.
    /// @{
    APIDECK_DECL explicit mock_vault(asio::any_io_executor executor);
    APIDECK_DECL mock_vault(asio::any_io_executor executor, mock_vault_options const& options);
    /// @}
    APIDECK_DECL ~mock_vault();
    mock_vault(mock_vault const&) = delete;
    mock_vault& operator=(mock_vault const&) = delete;

    /// "https://localhost:PORT", or "http://...".
    [[nodiscard]] APIDECK_DECL std::string url() const;
    /// The port it listens on.
    [[nodiscard]] APIDECK_DECL std::uint16_t port() const;
    /// The root certificate that a client must trust; empty with certificates of the options.
    [[nodiscard]] APIDECK_DECL std::string const& ca_pem() const;

    /// Queue an answer. Each request takes the next; without one it gets the API's own.
    APIDECK_DECL void answer(mock_answer answer);
    /// Release the answers queued so far that are held or will be.
    APIDECK_DECL void release();
    /// Queue a fault for a connection to come; each takes the next.
    APIDECK_DECL void next_connection(mock_fault fault);
    /// End the connections that carry no request; one that is finishing an answer ends after it.
    /// `keep_alive` and `stall` do nothing.
    APIDECK_DECL void close_idle(mock_ending how = mock_ending::truncate);

    /// What arrived and could be parsed, in order.
    [[nodiscard]] APIDECK_DECL std::vector<mock_request> requests() const;
    /// How many connections came, those with a fault included.
    [[nodiscard]] APIDECK_DECL std::size_t connections_accepted() const;
    /// How many of them are open now.
    [[nodiscard]] APIDECK_DECL std::size_t open_connections() const;

    /** Hooks: called from the executor as things happen, for one connection one at a time, so that
        a test need not sleep. None is called once the mock is destroyed (but one that another
        thread has begun goes on). An exception leaves through the executor's `run()`.

        `on_request` runs before the request takes its answer, so may queue it.
        `on_accept` and `on_close` get the connection's number, counted from 1. */
    /// @{
    APIDECK_DECL void on_request(std::function<void(mock_request const&)> hook);
    APIDECK_DECL void on_accept(std::function<void(std::size_t connection)> hook);
    APIDECK_DECL void on_close(std::function<void(std::size_t connection)> hook);
    /// @}

private:
    std::shared_ptr<detail::mock_server> server_;
};

} // namespace apideck::testing

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/mock_vault.ipp>
#endif

#endif
