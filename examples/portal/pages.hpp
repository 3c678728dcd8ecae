#ifndef APIDECK_EXAMPLES_PORTAL_PAGES_HPP
#define APIDECK_EXAMPLES_PORTAL_PAGES_HPP

#include "customers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace portal {

/// Text as it may stand in HTML, also in an attribute in double quotes.
[[nodiscard]] std::string escape(std::string_view text);

/// The integrations of a customer. @param returned_from What the customer has just been to Vault
/// for, or null.
[[nodiscard]] std::string list_page(
    std::vector<customer> const& all, customer const& shown, integration const* returned_from);

/// What did not work, for a person. @param request_id To quote to support; may be empty.
/// @param back Where "Back" leads to.
[[nodiscard]] std::string problem_page(std::string_view title, std::string_view what_to_do,
    std::string_view request_id = {}, std::string_view back = "/");

/// The style sheet of all pages.
[[nodiscard]] std::string_view style();

} // namespace portal

#endif
