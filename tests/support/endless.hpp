#ifndef APIDECK_TESTS_SUPPORT_ENDLESS_HPP
#define APIDECK_TESTS_SUPPORT_ENDLESS_HPP

#include "byte_server.hpp"
#include "live_bytes.hpp"
#include "loopback_fixture.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace apideck::tests {

/// A call to a server that may never stop, and what the program's memory does meanwhile.
struct endless_answer {
    explicit endless_answer(byte_script script, loopback::adjust const& change = {})
        : f([&](client_options& o) {
              o.allow_plain_http = true;
              if (change)
                  change(o);
          }),
          server(*f.context, std::move(script))
    {
        options.server_url = server.url("http");
        options.retries = retry_policy::none();
        server.on_sent([this] { peak = std::max(peak, live_bytes().value_or(0)); });
    }

    loopback::call make()
    {
        before = live_bytes().value_or(0);
        auto c = f.make(options);
        check_memory();
        return c;
    }

    /// The client has kept little of it.
    void check_memory() const
    {
        CHECK(server.sent() != 0);
        CHECK((peak < before || peak - before < 1024 * 1024));
    }

    /// And has left, with most of it unsent: what was sent may wait in the system's buffers.
    void check_left()
    {
        f.run_until([&] { return server.left() == 1; });
        CHECK(server.connections() == 1);
        CHECK(server.sent() < 20'000'000);
        f.check_pool(0, 0, 0, 1);
    }

    loopback f;
    call_options options;
    std::size_t before = 0;
    std::size_t peak = 0;
    byte_server server;
};

} // namespace apideck::tests

#endif
