#ifndef APIDECK_HTTP_TLS_CONTEXT_HPP
#define APIDECK_HTTP_TLS_CONTEXT_HPP

#include <apideck/detail/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/** A TLS context of the caller's, shared: made from a `std::shared_ptr<boost::asio::ssl::context>`, or null.

    It names no type of Asio's, so that a unit that sets no context does not compile OpenSSL's headers. */
class tls_context {
public:
    /// No context.
    tls_context(std::nullptr_t = nullptr) noexcept {}

    /// Shares `context`, which is that of Asio or has its `native_handle()`, an `SSL_CTX*`.
    template <class Context>
        requires requires(Context& c) {
            { c.native_handle() } -> std::same_as<typename Context::native_handle_type>;
            requires std::is_pointer_v<typename Context::native_handle_type>;
            Context::tls_client;
        }
    tls_context(std::shared_ptr<Context> context) noexcept
    {
        if (!context)
            return;
        void* const native = context->native_handle();
        native_ = std::shared_ptr<void>(std::move(context), native);
    }

    /// Whether there is one.
    explicit operator bool() const noexcept { return native_ != nullptr; }

    /// The `SSL_CTX*` of OpenSSL, which lives as long as this or a copy; null where there is none.
    [[nodiscard]] void* native_handle() const noexcept { return native_.get(); }

    /// Whether both are the same context.
    friend bool operator==(tls_context const&, tls_context const&) = default;

private:
    std::shared_ptr<void> native_;
};

} // namespace apideck::http

#endif
