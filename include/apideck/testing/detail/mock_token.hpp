#ifndef APIDECK_TESTING_DETAIL_MOCK_TOKEN_HPP
#define APIDECK_TESTING_DETAIL_MOCK_TOKEN_HPP

#include <apideck/session_claims.hpp>

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// A JSON Web Token (RFC 7519), signed by HS256 with a key that is no secret.
APIDECK_DECL std::string make_token(boost::json::object const& claims);

/// The claims of a token that a mock signed, of this process or another, unless it has expired.
APIDECK_DECL std::optional<session_claims> check_token(std::string_view token);

} // namespace apideck::testing::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/mock_token.ipp>
#endif

#endif
