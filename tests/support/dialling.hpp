#ifndef APIDECK_TESTS_SUPPORT_DIALLING_HPP
#define APIDECK_TESTS_SUPPORT_DIALLING_HPP

#include "catch.hpp"
#include "refusing_port.hpp"

#include <apideck/detail/asio.hpp>
#include <apideck/detail/context_watch.hpp>
#include <apideck/http/detail/dialer.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apideck::tests {

using asio::ip::tcp;
using http::detail::address_cache;
using http::detail::dialer;
using http::detail::endpoints;
using http::detail::timer_queue;

/// What a dialer told its owner.
struct told final : dialer::owner {
    void on_addresses() override
    {
        ++addresses;
        if (then)
            then();
    }
    void on_dialled(boost::system::error_code ec, tcp::socket s) override
    {
        ++dialled;
        error = ec;
        socket.emplace(std::move(s));
    }

    std::function<void()> then;
    int addresses = 0;
    int dialled = 0;
    boost::system::error_code error;
    std::optional<tcp::socket> socket;
};

/// A port where connecting succeeds, up to the system's backlog.
struct listening_port {
    explicit listening_port(asio::io_context& io)
        : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {}
    [[nodiscard]] tcp::endpoint endpoint() const { return acceptor.local_endpoint(); }

    tcp::acceptor acceptor;
};

/// As the pool does: the timer must not outlive its context.
struct abandons final : apideck::detail::context_bound {
    explicit abandons(std::shared_ptr<timer_queue> t) : timers(std::move(t)) {}
    void context_ends() noexcept override { timers->abandon(); }
    std::shared_ptr<timer_queue> timers;
};

/// Dialers on one `io_context`, run by the test's own thread. The test is the resolver, of names.
struct dialling {
    std::unique_ptr<asio::io_context> context = std::make_unique<asio::io_context>();
    std::shared_ptr<timer_queue> timers = std::make_shared<timer_queue>(context->get_executor());
    std::shared_ptr<abandons> bound = std::make_shared<abandons>(timers);
    http::connect_options options{
        .attempt_delay = std::chrono::hours(1), .resolve_ttl = std::chrono::hours(1)};
    /// What the next lookups answer; where there is nothing they wait.
    std::optional<endpoints> found;
    int lookups = 0;
    std::vector<http::resolve_handler> waiting;
    std::shared_ptr<address_cache> addresses = std::make_shared<address_cache>(
        [this](std::string const&, std::uint16_t, http::resolve_handler h) {
            ++lookups;
            if (found)
                std::move(h)(boost::system::error_code(), *found);
            else
                waiting.push_back(std::move(h));
        },
        options.resolve_ttl);
    std::weak_ptr<dialer> last;

    dialling() { apideck::detail::context_watch::bind(context->get_executor(), bound); }

    std::shared_ptr<told> start(std::string const& host = "example.test", std::uint16_t port = 443)
    {
        auto const out = std::make_shared<told>();
        http::origin const server{.host = host, .port = port};
        last = dialer::start(context->get_executor(), options, addresses, timers, server, out);
        CHECK(out->addresses + out->dialled == 0);
        return out;
    }

    /// Start and run until it has ended, which leaves nothing to run.
    std::shared_ptr<told> dial(std::string const& host = "example.test", std::uint16_t port = 443)
    {
        auto const out = start(host, port);
        run_until([&] { return out->dialled != 0; });
        run_to_the_end();
        CHECK(out->dialled == 1);
        CHECK(last.expired());
        CHECK(out.use_count() == 1);
        return out;
    }

    void run_until(std::function<bool()> const& is_so)
    {
        auto const limit = clock::now() + std::chrono::seconds(20);
        context->restart();
        while (!is_so())
            REQUIRE(context->run_one_until(limit) != 0);
    }

    void run_to_the_end()
    {
        context->restart();
        context->run_for(std::chrono::seconds(20));
        REQUIRE(context->stopped());
    }

    /// Run until the dialer waits for the answer to an attempt.
    void run_until_connecting(told const& owner)
    {
        run_until([&] { return owner.addresses == 1; });
        context->poll();
        REQUIRE(owner.dialled == 0);
    }
};

[[nodiscard]] inline bool connected_to(told const& owner, tcp::endpoint const& where)
{
    return !owner.error && owner.socket->remote_endpoint() == where;
}

} // namespace apideck::tests

#endif
