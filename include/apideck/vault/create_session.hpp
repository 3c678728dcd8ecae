#ifndef APIDECK_VAULT_CREATE_SESSION_HPP
#define APIDECK_VAULT_CREATE_SESSION_HPP

#include <apideck/call_options.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/core/prepare.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/erase.hpp>
#include <apideck/models/session.hpp>
#include <apideck/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// What `sessions.create` gives: a session's address and token, and the HTTP side of the answer.
using create_session_result = result<response<CreateSessionResponse>>;

namespace detail {

using create_session_signature = void(create_session_result);
using create_session_handler = erased_handler<create_session_signature>;

/// Check and encode the arguments; `session` and `options` are null if there are none.
APIDECK_DECL core::prepared_call prepare_create_session(
    core::pipeline& shared, Session const* session, call_options const* options);

APIDECK_DECL void start_create_session(std::shared_ptr<core::pipeline> const& shared,
    core::prepared_call&& prepared, create_session_handler&& handler);

class initiate_create_session {
public:
    using executor_type = asio::any_io_executor;

    explicit initiate_create_session(std::shared_ptr<core::pipeline> shared)
        : shared_(std::move(shared))
    {}

    [[nodiscard]] executor_type get_executor() const
    {
        return shared_->transport().get_executor();
    }

    template <class Handler>
    void operator()(Handler&& handler, core::prepared_call&& prepared) const
    {
        detail::start_create_session(shared_, std::move(prepared),
            detail::erase<create_session_signature>(std::forward<Handler>(handler), get_executor()));
    }

private:
    std::shared_ptr<core::pipeline> shared_;
};

template <class Token>
auto create_session(std::shared_ptr<core::pipeline> const& shared, Session const* session,
    call_options const* options, Token&& token)
{
    return asio::async_initiate<Token, create_session_signature>(
        initiate_create_session(shared), token, detail::prepare_create_session(*shared, session, options));
}

/// What may be a completion token: no argument that comes before it.
template <class T>
concept token_argument = !std::is_same_v<std::remove_cvref_t<T>, call_options>
    && !std::is_same_v<std::remove_cvref_t<T>, Session>
    && !std::is_same_v<std::remove_cvref_t<T>, std::nullopt_t>;

/// Whatever a call can be made with: a client, or a resource of one.
template <class T>
concept caller = requires(T const& c) {
    { c.core() } -> std::convertible_to<std::shared_ptr<core::pipeline> const&>;
};

} // namespace detail

/** Create a Hosted Vault session: `POST /vault/sessions` (OpenAPI: `sessionsCreate`).

    The same as `client.vault.sessions.create`, for those who include only this operation.

    @param client A `basic_client`.
    @param session What Vault shows and to whom. `std::nullopt`, or no argument at all: the request
        has no body and the API's defaults apply.
    @param options What this call does differently from its client.
    @param token Any completion token with the signature `void(create_session_result)`. By default
        `asio::deferred`, to be awaited.

    @par Errors
    All errors are in the result. Only this function itself throws, and only `std::bad_alloc`. If memory
    runs out later, the call ends with a `connection_error` of `boost::asio::error::no_memory`.
    @par Cancellation
    Terminal, partial and total, in every stage, waits included: ends the call at once with a
    `cancelled_error`, whose `delivery()` says whether a session may have been created. An answer that
    has arrived by then is the result all the same.
    @par Object lifetimes
    Arguments are checked and encoded before this returns; none has to live on. The client may
    be destroyed while the call runs.
    @par Thread safety
    Safe to call from several threads at once. The handler runs on its associated executor, by
    default the client's.
    @par GCC 12
    It destroys twice what is made with braces, and lambdas with captures, in an expression that contains
    `co_await`. So name the arguments, and await what they are made of before. A temporary `Session` or
    `call_options` does not compile there.
*/
template <detail::caller Client, detail::token_argument Token = asio::deferred_t>
[[nodiscard]] auto create_session(
    Client const& client, Session const& session, call_options const& options, Token&& token = {})
{
    return detail::create_session(client.core(), &session, &options, std::forward<Token>(token));
}

/// As above, with the client's options.
template <detail::caller Client, detail::token_argument Token = asio::deferred_t>
[[nodiscard]] auto create_session(Client const& client, Session const& session, Token&& token = {})
{
    return detail::create_session(client.core(), &session, nullptr, std::forward<Token>(token));
}

/// As above, without a session.
template <detail::caller Client, detail::token_argument Token = asio::deferred_t>
[[nodiscard]] auto create_session(
    Client const& client, std::nullopt_t, call_options const& options, Token&& token = {})
{
    return detail::create_session(client.core(), nullptr, &options, std::forward<Token>(token));
}

/// As above, without a session, with the client's options.
template <detail::caller Client, detail::token_argument Token = asio::deferred_t>
[[nodiscard]] auto create_session(Client const& client, std::nullopt_t, Token&& token = {})
{
    return detail::create_session(client.core(), nullptr, nullptr, std::forward<Token>(token));
}

#if defined(APIDECK_REFUSES_TEMPORARIES)

namespace detail {

template <class... T>
inline constexpr bool temporary_is_safe = false;

template <class... T>
void refuse_temporary()
{
    static_assert(temporary_is_safe<T...>,
        "apideck: GCC 11 and 12 destroy a temporary Session or call_options in a co_await "
        "expression twice. Name it: apideck::Session session{...}; co_await "
        "client.vault.sessions.create(session);");
}

} // namespace detail

template <detail::caller Client, class... Rest>
void create_session(Client const&, Session&&, Rest&&...)
{
    detail::refuse_temporary<Rest...>();
}
template <detail::caller Client, class... Rest>
void create_session(Client const&, Session const&, call_options&&, Rest&&...)
{
    detail::refuse_temporary<Rest...>();
}
template <detail::caller Client, class... Rest>
void create_session(Client const&, std::nullopt_t, call_options&&, Rest&&...)
{
    detail::refuse_temporary<Rest...>();
}

#endif

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/vault/impl/create_session.ipp>
#endif

#endif
