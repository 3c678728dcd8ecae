#ifndef APIDECK_CORE_CREDENTIAL_HPP
#define APIDECK_CORE_CREDENTIAL_HPP

#include <apideck/detail/config.hpp>

#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// A key as calls use it.
struct credential {
    /// The value of `Authorization`.
    std::string authorization{};
    /// What of the key must not be repeated in any text (see `secret_of`).
    std::string secret{};
    /// Why the key can't be sent, if so; the rest is empty then.
    std::string refused{};
};

/// Check a key and make what a call needs of it.
APIDECK_DECL credential make_credential(std::string_view key);

/// The value of `Authorization` for a key, "Bearer " added unless it is there.
APIDECK_DECL std::string authorization(std::string_view key);

/// What of a key must not be repeated in any text: it without its scheme. Nothing of a text shorter than
/// eight characters, which is a test's: to replace it would spoil an answer that holds it by chance
/// ("json" in a content type).
APIDECK_DECL std::string_view secret_of(std::string_view key);

/// Why a key can't be sent, or an empty text where it can.
APIDECK_DECL std::string check_key(std::string_view key);

/// Why a text can't be a header field's value (RFC 9110 5.5: visible ASCII and inner blanks), or
/// an empty text where it can.
APIDECK_DECL std::string check_field_value(std::string_view value);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/credential.ipp>
#endif

#endif
