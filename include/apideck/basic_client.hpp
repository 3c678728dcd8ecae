#ifndef APIDECK_BASIC_CLIENT_HPP
#define APIDECK_BASIC_CLIENT_HPP

#include <apideck/client_options.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/vault/vault.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace apideck {

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
    Everything runs on the executor given, on strands of it: no thread, no global, no
    initialization is the client's own. (Names are looked up in Asio's own resolver thread.)
*/
template <http::transport Transport>
class basic_client {
public:
    using transport_type = Transport;
    using executor_type = asio::any_io_executor;

    /** A client with a transport of its own. Nothing is done yet: neither options nor server are
        looked at before the first call. */
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

    /// A client over a transport that others may share.
    basic_client(std::shared_ptr<Transport> transport, client_options options)
        : basic_client(transport,
              std::make_shared<core::pipeline>(std::move(options),
                  std::make_shared<http::detail::transport_holder<Transport>>(transport)))
    {}

    [[nodiscard]] executor_type get_executor() const { return transport_->get_executor(); }

    /// The transport, to ask it for statistics or to script it. Lives as long as the client.
    [[nodiscard]] Transport& transport() const noexcept { return *transport_; }

    [[nodiscard]] client_options const& options() const noexcept { return core_->options(); }

    /// For standalone functions such as `create_session`.
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
                http::transport_options{
                    options.tls, options.pool, options.limits, options.resolve});
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
