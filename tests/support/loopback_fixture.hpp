#ifndef APIDECK_TESTS_SUPPORT_LOOPBACK_FIXTURE_HPP
#define APIDECK_TESTS_SUPPORT_LOOPBACK_FIXTURE_HPP

#include "catch.hpp"

#include <apideck/client.hpp>
#include <apideck/testing/mock_vault.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace apideck::tests {

namespace asio = boost::asio;

/// A call that was started, and what came of it.
struct started_call {
    /// How often the handler was called.
    int completions = 0;
    /// It was called before the initiating function had returned.
    bool completed_inside = false;
    std::optional<create_session_result> result{};
    /// Cancels the call.
    asio::cancellation_signal signal{};
    duration took{};
    /// Expires with the handler.
    std::weak_ptr<void> handler{};

    [[nodiscard]] bool done() const { return completions != 0; }
    /// The value; fails the test where there is none.
    [[nodiscard]] response<CreateSessionResponse> const& value() const;
    /// The error; fails the test where there is none.
    [[nodiscard]] apideck::error const& error() const;
    /// The error's alternative; fails the test where it is another.
    template <class T>
    [[nodiscard]] T const& alternative() const
    {
        apideck::error const& e = error();
        INFO(e.message());
        REQUIRE(e.is<T>());
        return *e.get_if<T>();
    }
    /// The attempts of either.
    [[nodiscard]] std::vector<attempt> const& attempts() const;

private:
    friend class loopback;
    bool starting_ = false;
    mutable std::optional<apideck::error> error_{};
};

/** A mock Vault and a client of it on one `io_context`, run by the test's own thread.

    At the end, unless the test has failed, it checks that each handler was called exactly once and
    not from within the initiating function, that the pool has no connection in use and no waiter,
    and that nothing is left to run once client and mock are gone.
*/
class loopback {
public:
    using adjust = std::function<void(client_options&)>;

    /// @param change What the client has other than `tests::options`.
    /// @param server What the mock runs on, if not on the client's context; the test runs it.
    explicit loopback(adjust const& change = {}, testing::mock_vault_options mock_options = {},
        asio::io_context* server = nullptr);
    ~loopback();
    loopback(loopback const&) = delete;
    loopback& operator=(loopback const&) = delete;

    using call = std::shared_ptr<started_call>;

    /// Start a call that sends an empty session.
    call start(call_options const& options = {});
    call start(Session const* session, call_options const& options = {});
    /// Start a call and run until it has ended.
    call make(call_options const& options = {}) { return finish(start(options)); }
    call make(Session const* session, call_options const& options = {})
    {
        return finish(start(session, options));
    }
    /// Run until a call has ended.
    call finish(call c);

    /// Run until something is so; fails the test where that takes too long.
    void run_until(std::function<bool()> const& is_so);
    /// Run for a time, to let a limit pass.
    void run_for(duration time);
    /// Run all that is ready.
    void settle();

    [[nodiscard]] http::pool_stats stats() const { return client->transport().stats(); }
    /// Check what the pool holds: in use, idle, waiting, opened since the beginning.
    void check_pool(std::size_t in_use, std::size_t idle, std::size_t waiting, std::size_t opened) const;

    /// Destroy the `io_context` with all that it still has to do.
    void destroy_context();

    std::unique_ptr<asio::io_context> context;
    std::optional<testing::mock_vault> mock;
    std::optional<apideck::client> client;

private:
    std::vector<call> calls_;
};

/// What the client of a test is made with: made-up identity, quick retries, the mock's root.
[[nodiscard]] client_options options(testing::mock_vault const& mock);

/// A client that sends each request once.
inline loopback::adjust const without_retries
    = [](client_options& o) { o.retries = retry_policy::none(); };

/// A client with a key or provider of its own.
[[nodiscard]] inline loopback::adjust with_key(api_key key)
{
    return [key](client_options& o) { o.api_key = key; };
}

/// A limit that no test reaches, unless it hangs.
[[nodiscard]] duration patience();

/// A resolver that has every name at 127.0.0.1, on the port that is asked for.
[[nodiscard]] http::resolve_function resolve_to_loopback();

/// A client that goes through a proxy.
[[nodiscard]] loopback::adjust through(std::string proxy_url);

/// A 200 with this body.
[[nodiscard]] inline testing::mock_answer ok(std::string body)
{
    return testing::mock_answer::json(200, std::move(body));
}

/// A status, and a time to wait that the server names; with a body of its own.
[[nodiscard]] inline testing::mock_answer retry_in(int status, std::string milliseconds)
{
    testing::mock_answer answer = testing::mock_answer::json(status, "{}");
    answer.headers.add("retry-after-ms", milliseconds);
    return answer;
}

} // namespace apideck::tests

#endif
