#ifndef APIDECK_VAULT_IMPL_CREATE_SESSION_IPP
#define APIDECK_VAULT_IMPL_CREATE_SESSION_IPP

#include <apideck/core/call.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/vault/create_session.hpp>

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

// A second session is one more short-lived link, so the operation may be repeated.
inline constexpr core::operation create_session_operation{
    .id = "vault.sessions.create",
    .verb = http::method::post,
    .path = "/vault/sessions",
    .repeatable = true,
    .success = 200,
};

APIDECK_DECL core::prepared_call prepare_create_session(
    core::pipeline& shared, Session const* session, call_options const* options)
{
    auto prepared = shared.prepare(create_session_operation, options, session != nullptr);
    if (session && !prepared.plan->refused)
        if (auto wrong = json::encode_to(prepared.request.body, *session); !wrong.reason.empty())
            prepared.refuse(core::refuse_body("session", wrong));
    return prepared;
}

APIDECK_DECL void start_create_session(std::shared_ptr<core::pipeline> const& shared,
    core::prepared_call&& prepared, create_session_handler&& handler)
{
    core::typed_call<CreateSessionResponse>::start(
        shared, std::move(prepared), std::move(handler));
}

} // namespace apideck::detail

#endif
