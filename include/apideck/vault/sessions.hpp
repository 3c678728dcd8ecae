#ifndef APIDECK_VAULT_SESSIONS_HPP
#define APIDECK_VAULT_SESSIONS_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/vault/create_session.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// Hosted Vault sessions: `client.vault.sessions`. Copies share their client.
class sessions {
public:
    /// Made by the client.
    explicit sessions(std::shared_ptr<core::pipeline> core) : core_(std::move(core)) {}

    /** Create a Hosted Vault session; send the consumer's browser to `data.session_uri`.

        @snippet 04_callbacks_and_futures.cpp awaitable

        See the function `create_session`, which this calls: parameters, errors, cancellation,
        lifetimes and thread safety are the same.
    */
    template <detail::token_argument Token = asio::deferred_t>
    [[nodiscard]] auto create(Session const& session, call_options const& options, Token&& token = {}) const
    {
        return apideck::create_session(*this, session, options, std::forward<Token>(token));
    }

    /// With the client's options.
    template <detail::token_argument Token = asio::deferred_t>
    [[nodiscard]] auto create(Session const& session, Token&& token = {}) const
    {
        return apideck::create_session(*this, session, std::forward<Token>(token));
    }

    /// Without a session: the request has no body.
    template <detail::token_argument Token = asio::deferred_t>
    [[nodiscard]] auto create(std::nullopt_t, call_options const& options, Token&& token = {}) const
    {
        return apideck::create_session(*this, std::nullopt, options, std::forward<Token>(token));
    }

    /// Without a session, with the client's options.
    template <detail::token_argument Token = asio::deferred_t>
    [[nodiscard]] auto create(std::nullopt_t, Token&& token = {}) const
    {
        return apideck::create_session(*this, std::nullopt, std::forward<Token>(token));
    }

    /// Without a session, with the client's options.
    template <detail::token_argument Token = asio::deferred_t>
    [[nodiscard]] auto create(Token&& token = {}) const
    {
        return apideck::create_session(*this, std::nullopt, std::forward<Token>(token));
    }

#if defined(APIDECK_REFUSES_TEMPORARIES)
    template <class... Rest>
    void create(Session&&, Rest&&...) const
    {
        detail::refuse_temporary<Rest...>();
    }
    template <class... Rest>
    void create(Session const&, call_options&&, Rest&&...) const
    {
        detail::refuse_temporary<Rest...>();
    }
    template <class... Rest>
    void create(std::nullopt_t, call_options&&, Rest&&...) const
    {
        detail::refuse_temporary<Rest...>();
    }
#endif

    /// For the SDK's standalone functions; programs have no use for it.
    [[nodiscard]] std::shared_ptr<core::pipeline> const& core() const noexcept { return core_; }

private:
    std::shared_ptr<core::pipeline> core_;
};

} // namespace apideck

#endif
