#include "loopback_stages.hpp"
#include "full_listener.hpp"
#include "silent_peers.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <string>
#include <utility>

using namespace std::chrono_literals;

namespace apideck::tests {

struct stay::helpers {
    stage where;
    bool staying = true;
    bool arrived = false;
    testing::certificate silent_certificate;
    std::optional<silent_server> silent;
    std::optional<full_listener> full;
    std::optional<silent_proxy> proxy;
    std::vector<http::resolve_handler> lookups;
    loopback::call holder;

    asio::awaitable<std::string> give_key()
    {
        if (staying && where == stage::api_key) {
            asio::steady_timer never(co_await asio::this_coro::executor, time_point::max());
            arrived = true;
            co_await never.async_wait(asio::use_awaitable);
        }
        co_return std::string("test-key");
    }

    void apply(client_options& o, asio::io_context& io)
    {
        if (where == stage::proxy) {
            proxy.emplace(io);
            o.proxy.url
                = "http://127.0.0.1:" + std::to_string(proxy->acceptor.local_endpoint().port());
            o.proxy.no_proxy = "localhost"; // the mock, for calls that don't stay
        }
        if (where == stage::api_key)
            o.api_key = [this] { return give_key(); };
        if (where == stage::queue)
            o.pool.max_connections = 1;
        if (where == stage::resolve)
            o.resolve = [this](std::string const& host, std::uint16_t port,
                            http::resolve_handler handler) {
                if (!staying)
                    return resolve_to_loopback()(host, port, std::move(handler));
                arrived = true;
                lookups.push_back(std::move(handler));
            };
        if (where == stage::write) {
            testing::certificate_spec spec;
            spec.dns_names = {"localhost"};
            silent_certificate = testing::make_certificate(spec);
            o.tls.ca_pem += silent_certificate.certificate_pem;
        }
        if (where == stage::wait)
            o.observer.on_attempt = [this](attempt_event const& e) {
                arrived = arrived || e.attempt.next == retry_reason::retry_after;
            };
    }
};

stay::stay(stage where, loopback::adjust const& change)
    : helpers_(std::make_unique<helpers>()), f([&](client_options& o) {
          helpers_->where = where;
          helpers_->apply(o, *f.context);
          if (change)
              change(o);
      })
{
    auto& h = *helpers_;
    if (where == stage::connect) {
        h.full.emplace(*f.context);
        needed.server_url = "https://127.0.0.1:"
            + std::to_string(h.full->acceptor.local_endpoint().port());
    }
    if (where == stage::proxy)
        needed.server_url = "https://127.0.0.1:" + std::to_string(f.mock->port());
    if (where == stage::write) {
        h.silent.emplace(*f.context, h.silent_certificate);
        needed.server_url = "https://localhost:"
            + std::to_string(h.silent->acceptor.local_endpoint().port());
        session.emplace();
        // More than the system's buffers take.
        session->custom_consumer_settings.emplace()["large"] = std::string(8 * 1024 * 1024, 'x');
    }
    if (where == stage::read_head || where == stage::read_body || where == stage::wait)
        REQUIRE(f.make()->value().http.status == 200);
}

stay::~stay()
{
    let_go();
    // They are in the context, which ends with `f`.
    helpers_->silent.reset();
    helpers_->full.reset();
    helpers_->proxy.reset();
    helpers_->lookups.clear();
}

void stay::prepare()
{
    using testing::mock_answer;
    auto& h = *helpers_;
    if (h.where == stage::queue) {
        f.mock->answer({.hold = true});
        h.holder = f.start();
        f.run_until([&] { return !f.mock->requests().empty(); });
    }
    if (h.where == stage::handshake)
        f.mock->next_connection(testing::mock_fault::stall_handshake);
    if (h.where == stage::read_head)
        f.mock->answer(mock_answer::stall());
    if (h.where == stage::read_body)
        f.mock->answer({.cut_after = 300, .ending = testing::mock_ending::stall});
    if (h.where == stage::wait)
        f.mock->answer(retry_in(503, "30000"));
}

loopback::call stay::start(call_options options)
{
    prepare();
    if (needed.server_url)
        options.server_url = needed.server_url;
    return session ? f.start(&*session, options) : f.start(options);
}

void stay::arrive()
{
    auto& h = *helpers_;
    f.run_until([&] {
        switch (h.where) {
        case stage::queue: return f.stats().waiting == 1;
        case stage::connect: return f.stats().in_use == 1;
        case stage::proxy: return h.proxy->is_asked;
        case stage::handshake: return f.mock->connections_accepted() == 1;
        case stage::write: return h.silent->is_ready;
        case stage::read_head:
        case stage::read_body: return f.mock->requests().size() == 2;
        default: return h.arrived;
        }
    });
    f.settle();
}

delivery stay::delivered() const
{
    switch (helpers_->where) {
    case stage::write:
    case stage::read_head: return delivery::possibly;
    case stage::read_body:
    case stage::wait: return delivery::certainly;
    default: return delivery::never;
    }
}

void stay::let_go()
{
    helpers_->staying = false;
    if (!helpers_->holder || !f.context)
        return;
    f.mock->release();
    f.finish(std::exchange(helpers_->holder, nullptr));
}

void stay::destroy_context()
{
    helpers_->silent.reset();
    helpers_->full.reset();
    helpers_->proxy.reset();
    helpers_->lookups.clear();
    f.destroy_context();
}

} // namespace apideck::tests
