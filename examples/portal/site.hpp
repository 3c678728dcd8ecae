#ifndef APIDECK_EXAMPLES_PORTAL_SITE_HPP
#define APIDECK_EXAMPLES_PORTAL_SITE_HPP

#include "customers.hpp"
#include "http.hpp"

#include <apideck/client.hpp>

#include <string>
#include <vector>

namespace portal {

/** What is at which address:

        GET  /                              goes on to the first customer
        GET  /customers/ID                  the customer's integrations
        POST /customers/ID/connect/API      makes a session and goes on to it
        GET  /logos/ID.svg, /style.css

    A site of yours knows its customer from the login, not from the address. */
class site {
public:
    /// @param address Where it is served: "http://127.0.0.1:8080".
    site(apideck::client client, std::vector<customer> customers, std::string address);

    /// Must not outlive the site.
    [[nodiscard]] asio::awaitable<response> answer(request asked);

private:
    [[nodiscard]] asio::awaitable<response> post(request const& asked);
    [[nodiscard]] response get(std::string_view path, std::string_view query) const;

    apideck::client client_;
    std::vector<customer> customers_;
    std::string address_;
};

} // namespace portal

#endif
