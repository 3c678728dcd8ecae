#ifndef APIDECK_VAULT_VAULT_HPP
#define APIDECK_VAULT_VAULT_HPP

#include <apideck/vault/sessions.hpp>

#include <memory>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The Vault API, `client.vault`: each resource is a member.
struct vault_api {
    /// Made by the client.
    explicit vault_api(std::shared_ptr<core::pipeline> const& core) : sessions(core) {}

    /// Hosted Vault sessions.
    apideck::sessions sessions;
};

} // namespace apideck

#endif
