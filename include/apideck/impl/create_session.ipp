#ifndef APIDECK_IMPL_CREATE_SESSION_IPP
#define APIDECK_IMPL_CREATE_SESSION_IPP

#include <apideck/core/typed_call.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/vault/create_session.hpp>

#include <string>

namespace apideck::detail {

// A second session is one more short-lived link, so the operation may be repeated.
inline constexpr core::operation create_session_operation{
    .id = "vault.sessions.create",
    .verb = http::method::post,
    .path = "/vault/sessions",
    .repeatable = true,
    .success = 200,
};

APIDECK_DECL std::unique_ptr<core::prepared_call> prepare_create_session(
    core::pipeline const& shared, Session const* session, call_options const& options)
{
    std::optional<std::string> body;
    json::encode_error wrong;
    if (session) {
        body.emplace().reserve(1024); // most sessions fit
        wrong = json::encode_to(*body, *session);
    }
    auto prepared = std::make_unique<core::prepared_call>(
        core::prepare(shared.options(), options, create_session_operation, std::move(body)));
    if (!wrong.reason.empty() && !prepared->refused)
        prepared->refused = core::refuse_body("session", wrong);
    return prepared;
}

APIDECK_DECL void start_create_session(std::shared_ptr<core::pipeline> shared,
    std::unique_ptr<core::prepared_call> prepared, create_session_handler handler)
{
    core::typed_call<CreateSessionResponse>::start(
        std::move(shared), std::move(prepared), std::move(handler));
}

} // namespace apideck::detail

#endif
