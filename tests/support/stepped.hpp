#ifndef APIDECK_TESTS_SUPPORT_STEPPED_HPP
#define APIDECK_TESTS_SUPPORT_STEPPED_HPP

#include <apideck/detail/asio.hpp>

#include "faulty_link.hpp"
#include "loopback_fixture.hpp"
#include "own_proxy.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace apideck::tests {

/** A client, a server and the link between them, run by the test's own thread, one completion handler
    at a time: the client on one `io_context`, server, link and perhaps a proxy on another. */
class stepped {
public:
    /// @param change What the client has other than usual: it makes one attempt.
    explicit stepped(loopback::adjust const& change = {}, bool tls = true);

    /// For `change`: reach the server by its own port, through a proxy that the link leads to.
    void put_proxy(client_options& o);

    /// Start a call whose requests the server knows by a name.
    loopback::call start(std::string_view name, call_options options = {});
    loopback::call make(std::string_view name, call_options const& options = {})
    {
        return finish(start(name, options));
    }
    /// Run one handler, of the client where one is ready.
    void step();
    /// Run until a call has ended.
    loopback::call finish(loopback::call c);
    /// The same with a server that stands still.
    loopback::call finish_alone(loopback::call c);
    /// Run all that is ready.
    void settle();

    /// How many requests of that name the server received whole.
    [[nodiscard]] std::size_t received(std::string_view name) const;
    /// Check what a call's attempts say of that.
    void check_delivery(loopback::call const& c, std::string_view name) const;
    /// Check that a call works, that it alone has left a connection (or none), and that the server sees no other.
    void check_next_works();

    asio::io_context server;
    std::optional<own_proxy> proxy;
    std::optional<faulty_link> link; // between the client and what it connects to
    loopback f; // of the client's context
};

} // namespace apideck::tests

#endif
