// A transport of the user's own: the least that models http::transport.

#include <tests/scripted/support.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using apideck::create_session_result;
using namespace apideck::tests;
namespace asio = apideck::asio;
namespace http = apideck::http;

namespace {

/// Answers every request at once, and its clock stands still but for short waits. A first status of 0 is a
/// kept connection that turns out to be dead.
class least_transport {
public:
    least_transport(asio::any_io_executor executor, int first_status)
        : executor_(std::move(executor)), status_(first_status)
    {}

    asio::any_io_executor get_executor() const { return executor_; }
    apideck::time_point now() const { return now_; }

    void async_exchange(
        http::request const& request, http::exchange_options const&, http::exchange_handler handler)
    {
        targets.push_back(request.head->target);
        http::exchange_result result;
        result.stage = apideck::stage::read_body;
        result.delivery = apideck::delivery::certainly;
        result.response.status = std::exchange(status_, 200);
        result.response.headers = {{"Content-Type", "application/json"}, {"Retry-After", "3"}};
        result.response.body = created_body;
        if (result.response.status == 0) {
            result.error = asio::error::connection_reset;
            result.stage = apideck::stage::write;
            result.delivery = apideck::delivery::never;
            result.reused_connection = true;
        }
        asio::post(executor_, asio::append(std::move(handler), std::move(result)));
    }

    void async_wait(apideck::time_point when, http::wait_handler handler)
    {
        if (when > now_ + 10s) { // for a deadline, which never comes
            auto slot = asio::get_associated_cancellation_slot(handler);
            auto const held = std::make_shared<http::wait_handler>(std::move(handler));
            slot.assign([this, held](asio::cancellation_type) {
                boost::system::error_code const stopped = asio::error::operation_aborted;
                asio::post(executor_, asio::append(std::move(*held), stopped));
            });
            return;
        }
        now_ = when;
        asio::post(executor_, asio::append(std::move(handler), boost::system::error_code()));
    }

    void pass(apideck::duration time) { now_ += time; }

    std::vector<std::string> targets{};

private:
    asio::any_io_executor executor_;
    int status_;
    apideck::time_point now_{std::chrono::hours(1)};
};

/// One that can be made with nothing but an executor.
struct default_transport : least_transport {
    explicit default_transport(asio::any_io_executor executor)
        : least_transport(std::move(executor), 200)
    {}
};

/// One that wants the options.
struct configured_transport : least_transport {
    configured_transport(asio::any_io_executor executor, http::transport_options const& options)
        : least_transport(std::move(executor), 200), limits(options.limits)
    {}

    http::limits limits;
};

static_assert(http::transport<least_transport>);
static_assert(http::transport<scripted_transport>);
static_assert(!http::transport<int>);
static_assert(!std::constructible_from<least_transport, asio::any_io_executor>);

template <class Client>
bool creates(asio::io_context& io, Client const& client)
{
    int created = 0;
    client.vault.sessions.create([&](create_session_result const& c) { created += c ? 1 : 100; });
    io.restart();
    io.run();
    return created == 1;
}

} // namespace

TEST_CASE("a client works over a transport of the caller's own", "[transport]")
{
    asio::io_context io;
    auto const transport = std::make_shared<least_transport>(io.get_executor(), 200);
    apideck::basic_client<least_transport> const client(
        transport, scripted_vault::default_options());
    CHECK(creates(io, client));
    CHECK(transport->targets == std::vector<std::string>{"/vault/sessions"});
    CHECK(&client.transport() == transport.get());
}

TEST_CASE("retries wait by the clock of the caller's transport", "[transport]")
{
    asio::io_context io;
    auto const transport = std::make_shared<least_transport>(io.get_executor(), 503);
    apideck::basic_client<least_transport> const client(
        transport, scripted_vault::default_options());
    auto const begin = transport->now();
    CHECK(creates(io, client));
    CHECK(transport->targets.size() == 2);
    CHECK(transport->now() - begin == 3s);
}

TEST_CASE("what an observer takes of the time counts as no attempt's", "[transport][observer]")
{
    for (int const first_status : {0, 401, 503}) {
        CAPTURE(first_status);
        asio::io_context io;
        auto const transport = std::make_shared<least_transport>(io.get_executor(), first_status);
        auto options = scripted_vault::default_options();
        if (first_status == 401)
            options.api_key = [n = 0]() mutable { return "key-number-" + std::to_string(++n); };
        std::vector<apideck::duration> totals;
        options.observer.on_attempt = [&](apideck::attempt_event const& told) {
            totals.push_back(told.attempt.total);
            transport->pass(1s);
        };
        apideck::basic_client<least_transport> const client(transport, options);
        CHECK(creates(io, client));
        CHECK(totals == std::vector<apideck::duration>(2, 0s));
    }
}

TEST_CASE("a transport may be shared by clients", "[transport]")
{
    asio::io_context io;
    auto const transport = std::make_shared<least_transport>(io.get_executor(), 200);
    apideck::basic_client<least_transport> const one(transport, scripted_vault::default_options());
    auto options = scripted_vault::default_options();
    options.server_url = "https://other.example/two";
    apideck::basic_client<least_transport> const two(transport, options);
    CHECK(creates(io, one));
    CHECK(creates(io, two));
    CHECK(transport->targets == std::vector<std::string>{"/vault/sessions", "/two/vault/sessions"});
}

TEST_CASE("a client makes its own transport from an executor or a context", "[transport]")
{
    asio::io_context io;
    auto const options = scripted_vault::default_options();
    CHECK(creates(io, apideck::basic_client<default_transport>(io, options)));
    CHECK(creates(io, apideck::basic_client<default_transport>(io.get_executor(), options)));
}

TEST_CASE("a transport that wants the client's options gets them", "[transport]")
{
    asio::io_context io;
    auto options = scripted_vault::default_options();
    options.limits.body = 12345;
    apideck::basic_client<configured_transport> const client(io, options);
    CHECK(client.transport().limits.body == 12345);
    CHECK(client.options().limits.body == 12345);
    CHECK(creates(io, client));
}

TEST_CASE("a transport that was there before keeps its options", "[transport]")
{
    asio::io_context io;
    auto const transport = std::make_shared<configured_transport>(
        io.get_executor(), http::transport_options{.limits = {.body = 12345}});
    auto options = scripted_vault::default_options();
    options.limits.body = 1;
    apideck::basic_client<configured_transport> const client(transport, options);
    CHECK(client.transport().limits.body == 12345);
    CHECK(creates(io, client));
}

TEST_CASE(
    "an error keeps no more of a body than its client's limit, over any transport", "[transport]")
{
    asio::io_context io;
    auto const transport = std::make_shared<least_transport>(io.get_executor(), 400);
    auto options = scripted_vault::default_options();
    options.limits.error_body = 10;
    apideck::basic_client<least_transport> const client(transport, options);
    std::string body;
    client.vault.sessions.create([&](create_session_result const& c) {
        REQUIRE_FALSE(c);
        body = c.error().body();
        CHECK(c.error().body_truncated());
    });
    io.run();
    CHECK(body == created_body.substr(0, 10));
}

TEST_CASE("a client keeps its transport alive", "[transport]")
{
    asio::io_context io;
    auto transport = std::make_shared<least_transport>(io.get_executor(), 200);
    std::weak_ptr<least_transport> const watch = transport;
    {
        apideck::basic_client<least_transport> const client(
            std::move(transport), scripted_vault::default_options());
        CHECK(creates(io, client));
        CHECK_FALSE(watch.expired());
    }
    CHECK(watch.expired());
}
