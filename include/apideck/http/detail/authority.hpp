#ifndef APIDECK_HTTP_DETAIL_AUTHORITY_HPP
#define APIDECK_HTTP_DETAIL_AUTHORITY_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>

#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Whether a text has ASCII letters and digits alone, beside this punctuation.
[[nodiscard]] APIDECK_DECL bool only_has(std::string_view text, std::string_view punctuation);

/** Read `host[:port]` (RFC 3986 section 3.2, without user information) into host and port; a port
    that is not there stays as it is. @return What is wrong with it, or an empty text. */
[[nodiscard]] APIDECK_DECL std::string_view read_authority(std::string_view text, origin& out);

/// A host as it stands in an authority: an IPv6 address in brackets.
[[nodiscard]] APIDECK_DECL std::string bracketed(std::string const& host);

/// A server, for a text that somebody reads: "unify.apideck.com port 443".
[[nodiscard]] APIDECK_DECL std::string describe(origin const& server);

} // namespace apideck::http::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/authority.ipp>
#endif

#endif
