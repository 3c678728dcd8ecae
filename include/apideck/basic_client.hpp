#ifndef APIDECK_BASIC_CLIENT_HPP
#define APIDECK_BASIC_CLIENT_HPP

#include <apideck/client_options.hpp>
#include <apideck/core/lifecycle.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/erase.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/vault/vault.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/execution_context.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** A client of the Apideck API over a transport of type `Transport`.

    Use `client`, which is the one over HTTPS, or `basic_client<testing::scripted_transport>` in a
    test without sockets.

    @par Object lifetimes
    Cheap to copy; copies share options, transport and connections. Calls that run keep what they
    need, so a client may be destroyed at any time; with the last copy and the last call the
    connections close. The executor's context must outlive it, or be destroyed with no call of it
    running on another thread.
    @par Thread safety
    Calls may be made from several threads at once, on one object or on copies. Copying, moving and
    destroying one object follow the rules of the standard library.
    @par Executor
    Everything runs on the executor given: no thread, no global, no initialization is the client's
    own. (Names are looked up in Asio's own resolver thread.) The executor may have several threads;
    it need not be a strand.
*/
template <http::transport Transport>
class basic_client {
public:
    /// The transport that calls go over.
    using transport_type = Transport;
    /// The type of the executor that everything runs on.
    using executor_type = asio::any_io_executor;

    /** A client with a transport of its own. It sends nothing and refuses no option yet: options that
        can't make a request are the error of each call.

        @param executor Where calls run, and where handlers run that have no executor of their own.
        @param options Copied into the client; see `client_options`. */
    basic_client(executor_type executor, client_options options)
        // Braces, for in their order the transport reads the options before they are moved.
        : basic_client{make_transport(std::move(executor), options), std::move(options)}
    {}

    /// The same, on the executor of a context such as `asio::io_context`.
    template <class Context>
        requires std::convertible_to<Context&, asio::execution_context&>
    basic_client(Context& context, client_options options)
        : basic_client(executor_type(context.get_executor()), std::move(options))
    {}

    /** A client over a transport that others may share.

        `tls`, `pool`, `limits`, `connect`, `resolve` and `proxy` are those that the transport was made
        with. Those of `options` are not used, except `limits.error_body`, beyond which an error keeps
        nothing of a body; they are checked like all options, for an option that can't be used is a
        mistake with any transport. */
    basic_client(std::shared_ptr<Transport> transport, client_options options)
        : basic_client(transport,
              std::make_shared<core::pipeline>(std::move(options),
                  std::make_shared<http::detail::transport_holder<Transport>>(transport)))
    {}

    /// The executor of the transport.
    [[nodiscard]] executor_type get_executor() const { return transport_->get_executor(); }

    /// The transport, to ask it for statistics or to script it. Lives as long as the client.
    [[nodiscard]] Transport& transport() const noexcept { return *transport_; }

    /// The options that it was made with. Live as long as the client or a copy.
    [[nodiscard]] client_options const& options() const noexcept { return core_->options(); }

    /** Open connections to the client's own `server_url` in advance, so that the first calls need not,
        until there are `connections` of them, idle and in use together. A connection that no call uses
        for `pool.idle_timeout` is closed. A shutdown treats this as a call.

        @param connections How many; beyond `pool.max_connections` counts as that.
        @param token Any completion token with the signature `void(result<std::size_t>)`: how many were
            opened, or why one could not be; the others stay open all the same.
        @par Errors
        As those of a call; `connect_timeout` and `timeout` hold. Ids and key are not needed. After a
        shutdown a `cancelled_error`.
        @par Cancellation
        Terminal, partial and total: closes what is being opened.
        @par Thread safety
        As that of a call. */
    template <class Token = asio::deferred_t>
    [[nodiscard]] auto warm_up(std::size_t connections, Token&& token = {}) const
    {
        return asio::async_initiate<Token, void(result<std::size_t>)>(
            [core = core_](auto&& handler, std::size_t n) {
                core::start_warm_up(
                    core, n, detail::safe_to_erase(std::forward<decltype(handler)>(handler)));
            },
            token, connections);
    }

    /** End in order: no more calls begin, running calls go on until the deadline and are then cancelled,
        and idle connections close, with a word to the server. Copies of the client shut down with it.
        It can't be undone; a call that is made afterwards ends with a `cancelled_error`.

        To destroy a client without this is safe: its calls go on.

        @param deadline Of the transport's clock, `std::chrono::steady_clock` for `client`.
        @param token Any completion token with the signature `void(std::size_t)`: how many calls had to be
            cancelled; of several shutdowns the one that cancelled a call counts it. It completes when the
            last call has ended: by then each handler was called or handed to its executor, so one that
            is bound to another executor than the client's may still wait there.
        @par Cancellation
        Terminal, partial and total: as if the deadline had come.
        @par Thread safety
        As that of a call. */
    template <class Token = asio::deferred_t>
    [[nodiscard]] auto shutdown(time_point deadline, Token&& token = {}) const
    {
        return asio::async_initiate<Token, void(std::size_t)>(
            [core = core_](auto&& handler, time_point at) {
                core::start_shutdown(
                    core, at, detail::safe_to_erase(std::forward<decltype(handler)>(handler)));
            },
            token, deadline);
    }

    /// The same, with how long running calls may take from now on.
    template <class Token = asio::deferred_t>
    [[nodiscard]] auto shutdown(duration grace, Token&& token = {}) const
    {
        return shutdown(http::saturating_add(std::as_const(*transport_).now(), grace),
            std::forward<Token>(token));
    }

    /// For the SDK's standalone functions such as `create_session`; programs have no use for it.
    [[nodiscard]] std::shared_ptr<core::pipeline> const& core() const noexcept { return core_; }

private:
    basic_client(std::shared_ptr<Transport> transport, std::shared_ptr<core::pipeline> core)
        : transport_(std::move(transport)), core_(std::move(core)), vault(core_)
    {}

    static std::shared_ptr<Transport> make_transport(
        executor_type executor, client_options const& options)
    {
        if constexpr (std::constructible_from<Transport, executor_type, http::transport_options>)
            return std::make_shared<Transport>(std::move(executor),
                http::transport_options{options.tls, options.pool, options.limits,
                    options.resolve, options.connect, options.proxy});
        else
            return std::make_shared<Transport>(std::move(executor));
    }

    std::shared_ptr<Transport> transport_;
    std::shared_ptr<core::pipeline> core_;

public:
    /// The Vault API.
    vault_api vault;
};

} // namespace apideck

#endif
