#ifndef APIDECK_TESTING_DETAIL_MOCK_PAGE_HPP
#define APIDECK_TESTING_DETAIL_MOCK_PAGE_HPP

#include <apideck/detail/config.hpp>
#include <apideck/testing/mock_answer.hpp>

#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/** The page at a session's address: 200 with what the token says of theme, consumer and settings,
    and a way back to `redirect_uri`; 401 for a token that no mock signed or that has expired.

    It trusts the token as little as a browser may: all text is escaped, addresses are links only
    where they are of HTTP or HTTPS, colours only where they are hexadecimal. */
APIDECK_DECL mock_answer hosted_page(std::string_view token);

} // namespace apideck::testing::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/mock_page.ipp>
#endif

#endif
