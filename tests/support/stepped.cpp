#include "stepped.hpp"

#include <algorithm>
#include <chrono>
#include <string>

using namespace std::chrono_literals;

namespace apideck::tests {

namespace {

/// Made once: there are thousands of these servers.
testing::certificate const& own_certificate()
{
    static testing::certificate const out = [] {
        testing::certificate_spec spec;
        spec.dns_names = {"localhost"};
        return testing::make_certificate(spec);
    }();
    return out;
}

testing::mock_vault_options served(bool tls)
{
    testing::mock_vault_options out;
    out.tls = tls;
    if (tls)
        out.server_certificate = own_certificate();
    return out;
}

} // namespace

stepped::stepped(loopback::adjust const& change, bool tls)
    : f([&](client_options& o) {
          link.emplace(server, f.mock->port());
          o.server_url = (tls ? "https://localhost:" : "http://localhost:")
              + std::to_string(link->port());
          o.allow_plain_http = !tls;
          o.tls.ca_pem = own_certificate().certificate_pem;
          o.retries = retry_policy::none();
          if (change)
              change(o);
      }, served(tls), &server)
{}

void stepped::put_proxy(client_options& o)
{
    proxy.emplace(&server);
    link.emplace(server, proxy->port());
    o.proxy.url = "http://127.0.0.1:" + std::to_string(link->port());
    o.server_url = f.mock->url();
}

loopback::call stepped::start(std::string_view name, call_options options)
{
    options.headers.emplace_back("X-Call", name);
    return f.start(options);
}

void stepped::step()
{
    auto const limit = clock::now() + patience();
    while (clock::now() < limit) {
        f.context->restart();
        server.restart();
        if (f.context->poll_one() != 0 || server.poll_one() != 0
            || f.context->run_one_for(1ms) != 0)
            return;
    }
    FAIL("nothing happens");
}

loopback::call stepped::finish(loopback::call c)
{
    while (!c->done())
        step();
    return c;
}

loopback::call stepped::finish_alone(loopback::call c)
{
    return f.finish(std::move(c));
}

void stepped::settle()
{
    std::size_t n = 1;
    while (n != 0) {
        server.restart();
        n = server.poll();
        if (!f.context)
            continue;
        f.context->restart();
        n += f.context->poll();
    }
}

std::size_t stepped::received(std::string_view name) const
{
    return static_cast<std::size_t>(std::ranges::count_if(f.mock->requests(),
        [&](auto const& r) { return r.headers.find("X-Call") == name; }));
}

void stepped::check_delivery(loopback::call const& c, std::string_view name) const
{
    auto const told = [&](delivery d) {
        return static_cast<std::size_t>(std::ranges::count(c->attempts(), d, &attempt::delivery));
    };
    CHECK(told(delivery::certainly) <= received(name));
    CHECK(received(name) <= told(delivery::certainly) + told(delivery::possibly));
    if (*c->result)
        return;
    delivery most{};
    for (auto const& a : c->attempts())
        most = std::max(most, a.delivery);
    CHECK(c->error().delivery() == most);
}

void stepped::check_next_works()
{
    settle();
    auto const before = f.stats();
    CHECK(before.in_use == 0);
    CHECK(before.waiting == 0);
    CHECK(make("next")->value().http.attempts.size() == 1);
    settle();
    auto const after = f.stats();
    f.check_pool(0, after.idle, 0, after.opened);
    CHECK(after.idle >= 1);
    CHECK(after.opened <= before.opened + 1);
    CHECK(f.mock->open_connections() == after.idle);
}

} // namespace apideck::tests
