#ifndef APIDECK_EXAMPLES_PORTAL_CONNECT_HPP
#define APIDECK_EXAMPLES_PORTAL_CONNECT_HPP

#include "customers.hpp"
#include "http.hpp"

#include <apideck/client.hpp>

#include <string>

namespace portal {

/// Makes a session for a customer to connect something in, and sends the browser to it.
/// What it is given by reference must live until it has ended.
/// @param back Where Vault sends the browser afterwards.
[[nodiscard]] asio::awaitable<response> connect(
    apideck::client client, customer const& of, integration const& chosen, std::string back);

/// A page that tells the customer of a session that could not be made, and a line in the log that
/// tells us.
[[nodiscard]] response failure(apideck::error const& why, customer const& of);

} // namespace portal

#endif
