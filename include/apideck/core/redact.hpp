#ifndef APIDECK_CORE_REDACT_HPP
#define APIDECK_CORE_REDACT_HPP

#include <apideck/detail/config.hpp>

#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/** Replace by `<redacted>` what must not leave an answer that becomes an error: each occurrence of
    the key, also escaped as in JSON or cut off by the end of the text, each JSON string that
    stands under the name `session_token` or `session_uri`, and each JSON Web Token. Works on any
    text, JSON or not. */
APIDECK_DECL void redact(std::string& text, std::string_view key);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/redact.ipp>
#endif

#endif
