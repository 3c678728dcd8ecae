#ifndef APIDECK_DETAIL_BASE64_HPP
#define APIDECK_DETAIL_BASE64_HPP

#include <apideck/detail/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

/// Bytes in base64 (RFC 4648 section 4).
APIDECK_DECL std::string encode_base64(std::string_view bytes);

/// Bytes in base64url without padding (RFC 4648 section 5), as in a JSON Web Token.
APIDECK_DECL std::string encode_base64url(std::string_view bytes);

/// The bytes of such a text, or nothing where it is none.
APIDECK_DECL std::optional<std::string> decode_base64url(std::string_view text);

} // namespace apideck::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/detail/impl/base64.ipp>
#endif

#endif
