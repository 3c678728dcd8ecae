#ifndef APIDECK_TESTING_DETAIL_MOCK_API_HPP
#define APIDECK_TESTING_DETAIL_MOCK_API_HPP

#include <apideck/testing/mock_answer.hpp>
#include <apideck/testing/mock_vault_options.hpp>

#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// Where the mock serves the pages of sessions; the token follows.
inline constexpr std::string_view session_path = "/session/";

/// An error as the API reports it.
APIDECK_DECL mock_answer api_error_answer(
    int status, std::string_view type_name, std::string_view message, std::string_view detail);

/// Answers as the API itself does: status, headers, body and its type.
APIDECK_DECL mock_answer api_answer(mock_vault_options const& options, mock_request const& request);

} // namespace apideck::testing::detail

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/mock_api.ipp>
#endif

#endif
