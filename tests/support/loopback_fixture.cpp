#include "loopback_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
#include <utility>

using namespace std::chrono_literals;

namespace apideck::tests {

response<CreateSessionResponse> const& started_call::value() const
{
    REQUIRE(result);
    REQUIRE(*result);
    return result->value();
}

apideck::error const& started_call::error() const
{
    REQUIRE(result);
    REQUIRE_FALSE(*result);
    if (!error_)
        error_ = result->error();
    return *error_;
}

std::vector<attempt> const& started_call::attempts() const
{
    REQUIRE(result);
    if (*result)
        return value().http.attempts;
    return error().attempts();
}

client_options options(testing::mock_vault const& mock)
{
    client_options out;
    out.api_key = "test-key";
    out.app_id = "test-app";
    out.consumer_id = "test-consumer";
    out.server_url = mock.url();
    out.retries.initial_interval = 1ms;
    out.tls.ca_pem = mock.ca_pem();
    return out;
}

duration patience() { return 30s; } // for sanitizers, too

http::resolve_function resolve_to_loopback()
{
    return [](std::string const&, std::uint16_t port, http::resolve_handler handler) {
        asio::ip::tcp::endpoint const here(asio::ip::address_v4::loopback(), port);
        std::move(handler)(boost::system::error_code(), std::vector{here});
    };
}

loopback::adjust through(std::string proxy_url)
{
    return [url = std::move(proxy_url)](client_options& o) { o.proxy.url = url; };
}

loopback::loopback(
    adjust const& change, testing::mock_vault_options mock_options, asio::io_context* server)
    : context(std::make_unique<asio::io_context>())
{
    mock.emplace((server ? *server : *context).get_executor(), std::move(mock_options));
    auto made_with = options(*mock);
    if (change)
        change(made_with);
    client.emplace(*context, std::move(made_with));
}

loopback::~loopback()
{
    if (std::uncaught_exceptions() != 0)
        return;
    for (auto const& c : calls_)
        CHECK_FALSE(c->completed_inside);
    if (!context)
        return;
    for (auto const& c : calls_)
        CHECK(c->completions == 1);
    if (client) {
        CHECK(stats().in_use == 0);
        CHECK(stats().waiting == 0);
    }
    client.reset();
    mock.reset();
    context->restart();
    context->run_for(patience());
    CHECK(context->stopped());
    for (auto const& c : calls_)
        CHECK(c->completions == 1);
}

loopback::call loopback::start(call_options const& call_options)
{
    Session const empty;
    return start(&empty, call_options);
}

loopback::call loopback::start(Session const* session, call_options const& call_options)
{
    auto c = std::make_shared<started_call>();
    calls_.push_back(c);
    auto held = std::make_shared<char>();
    c->handler = held;
    auto handler = [weak = std::weak_ptr(c), held = std::move(held), begun = clock::now()](
                       create_session_result r) {
        auto const self = weak.lock();
        ++self->completions;
        self->completed_inside = self->completed_inside || self->starting_;
        self->result.emplace(std::move(r));
        self->took = clock::now() - begun;
    };
    auto token = asio::bind_cancellation_slot(c->signal.slot(), std::move(handler));
    c->starting_ = true;
    if (session)
        client->vault.sessions.create(*session, call_options, std::move(token));
    else
        client->vault.sessions.create(std::nullopt, call_options, std::move(token));
    c->starting_ = false;
    return c;
}

loopback::call loopback::finish(call c)
{
    run_until([&] { return c->done(); });
    return c;
}

void loopback::run_until(std::function<bool()> const& is_so)
{
    auto const limit = clock::now() + patience();
    while (!is_so()) {
        if (context->stopped())
            context->restart();
        if (context->run_one_until(limit) == 0 && !is_so())
            FAIL((context->stopped() ? "nothing is left to run" : "it takes too long"));
    }
}

void loopback::run_for(duration time)
{
    auto const end = clock::now() + time;
    while (context->run_one_until(end) != 0)
        ;
}

void loopback::settle()
{
    if (context->stopped())
        context->restart();
    while (context->poll() != 0)
        ;
}

void loopback::check_pool(
    std::size_t in_use, std::size_t idle, std::size_t waiting, std::size_t opened) const
{
    auto const now = stats();
    CHECK(now.in_use == in_use);
    CHECK(now.idle == idle);
    CHECK(now.waiting == waiting);
    CHECK(now.opened == opened);
}

void loopback::destroy_context()
{
    context.reset();
}

} // namespace apideck::tests
