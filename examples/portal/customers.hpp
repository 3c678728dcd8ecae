#ifndef APIDECK_EXAMPLES_PORTAL_CUSTOMERS_HPP
#define APIDECK_EXAMPLES_PORTAL_CUSTOMERS_HPP

#include <apideck/models/session.hpp>
#include <apideck/models/unified_api_id.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace portal {

/// Something that a customer can connect.
struct integration {
    apideck::UnifiedApiId api;
    std::string name;
    std::string description;
};

/// A customer as a database of yours would give it.
struct customer {
    /// The consumer id at Apideck, and the customer's place in this site's addresses.
    std::string id{};
    apideck::ConsumerMetadata metadata{};
    /// How Vault looks to this customer.
    apideck::Theme theme{};
    std::vector<integration> integrations{};
};

/// Null where there is none.
[[nodiscard]] customer const* find(std::vector<customer> const& customers, std::string_view id);
[[nodiscard]] integration const* find(customer const& of, std::string_view api);

/// The customers of this example. @param site Where it is served: "http://127.0.0.1:8080".
[[nodiscard]] std::vector<customer> customers(std::string const& site);

/// The customer's logo, as SVG.
[[nodiscard]] std::string logo(customer const& of);

} // namespace portal

#endif
