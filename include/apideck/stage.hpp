#ifndef APIDECK_STAGE_HPP
#define APIDECK_STAGE_HPP

#include <apideck/detail/config.hpp>

#include <cstdint>
#include <iosfwd>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// What a call is doing, in the order in which it does it.
enum class stage : std::uint8_t {
    prepare,   ///< nothing yet: options and arguments are checked
    api_key,   ///< asking the caller's provider for the key
    queue,     ///< waiting for a connection of the pool
    resolve,   ///< looking up the server's name
    connect,   ///< connecting by TCP
    proxy,     ///< asking the proxy for a tunnel to the server
    handshake, ///< the TLS handshake, verification of the certificate included
    write,     ///< sending the request
    read_head, ///< waiting for the answer's status and header fields
    read_body, ///< reading the answer's body
    wait,      ///< waiting before the next attempt
};

/// Whether a request may have reached the server, and so may have had its effect.
enum class delivery : std::uint8_t {
    never,     ///< no byte of it was handed to the network
    possibly,  ///< bytes were sent, and nothing came back
    certainly, ///< the server answered
};

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view to_string(stage s) noexcept
{
    constexpr std::string_view names[] = {"prepare", "api_key", "queue", "resolve", "connect",
        "proxy", "handshake", "write", "read_head", "read_body", "wait"};
    return names[static_cast<std::uint8_t>(s)];
}

/// The enumerator's name.
[[nodiscard]] constexpr std::string_view to_string(delivery d) noexcept
{
    constexpr std::string_view names[] = {"never", "possibly", "certainly"};
    return names[static_cast<std::uint8_t>(d)];
}

/// Prints the enumerator's name.
APIDECK_DECL std::ostream& operator<<(std::ostream& out, stage s);
/// Prints the enumerator's name.
APIDECK_DECL std::ostream& operator<<(std::ostream& out, delivery d);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/stage.ipp>
#endif

#endif
