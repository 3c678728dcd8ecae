// Dialers on an io_context that several threads run, cancelled from others; for ThreadSanitizer.

#include "../support/catch.hpp"
#include "../support/dialling.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// Counts those that have ended; the last one fulfils a promise.
struct countdown {
    explicit countdown(int n) : left(n) {}
    void one_less()
    {
        if (--left == 0)
            all.set_value();
    }

    std::atomic<int> left;
    std::promise<void> all;
};

struct counted final : dialer::owner {
    explicit counted(countdown& c) : count(c) {}
    void on_addresses() override { ++addresses; }
    void on_dialled(boost::system::error_code ec, tcp::socket s) override
    {
        good = !ec && s.is_open() && addresses == 1;
        ++dialled;
        count.one_less();
    }

    countdown& count;
    // Neither is guarded: the dialer keeps its calls apart.
    int addresses = 0;
    bool good = false;
    std::atomic<int> dialled = 0;
    bool cancelled = false;
};

/// Addresses, of which the first refuses, and the thread that serves the others.
class servers {
public:
    servers()
    {
        accept();
        thread_ = std::thread([this] { context_.run(); });
    }
    ~servers()
    {
        context_.stop();
        thread_.join();
    }
    servers(servers const&) = delete;

    [[nodiscard]] endpoints const& addresses() const { return addresses_; }

private:
    void accept()
    {
        listening_.acceptor.async_accept([this](boost::system::error_code ec, tcp::socket) {
            if (!ec)
                accept();
        });
    }

    asio::io_context context_;
    refusing_port refusing_{context_};
    listening_port listening_{context_};
    endpoints const addresses_{refusing_.endpoint(), listening_.endpoint(), listening_.endpoint()};
    std::thread thread_;
};

} // namespace

TEST_CASE("dialers on several threads each end once, or are cancelled")
{
    constexpr int threads = 3;
    constexpr int each = 60;
    asio::io_context context;
    servers const there;
    auto const timers = std::make_shared<timer_queue>(context.get_executor());
    // The delay is over at once, so that attempts overlap; answers are kept for so short a time
    // that they are asked for, shared and replaced all the time.
    http::connect_options const options{.attempt_delay = 0ms, .resolve_ttl = 1ms};
    auto const addresses = std::make_shared<address_cache>(
        [&](std::string const&, std::uint16_t, http::resolve_handler h) {
            std::move(h)(boost::system::error_code(), there.addresses());
        },
        options.resolve_ttl);

    countdown count(threads * each);
    std::vector<std::vector<std::shared_ptr<counted>>> owners(threads);
    std::vector<std::thread> running;
    std::vector<std::thread> starting;
    {
        auto const work = asio::make_work_guard(context);
        for (int i = 0; i != threads; ++i)
            running.emplace_back([&] { context.run(); });
        for (auto& mine : owners)
            starting.emplace_back([&] {
                for (int n = 0; n != each; ++n) {
                    auto const owner = mine.emplace_back(std::make_shared<counted>(count));
                    auto const weak = dialer::start(context.get_executor(), options, addresses,
                        timers, {.host = "example.test"}, owner);
                    for (int turns = n % 8; turns > 0; --turns)
                        std::this_thread::yield();
                    if (auto const d = n % 2 == 0 ? weak.lock() : nullptr)
                        owner->cancelled = d->cancel();
                    if (owner->cancelled)
                        count.one_less();
                }
            });
        for (auto& t : starting)
            t.join();
        CHECK(count.all.get_future().wait_for(60s) == std::future_status::ready);
    }
    for (auto& t : running)
        t.join();

    int cancelled = 0;
    for (auto const& mine : owners)
        for (auto const& owner : mine) {
            cancelled += owner->cancelled;
            CHECK(owner->dialled == (owner->cancelled ? 0 : 1));
            CHECK(owner->good == !owner->cancelled);
            CHECK(owner.use_count() == 1);
        }
    CHECK(cancelled != 0);
    CHECK(timers.use_count() == 1);
    CHECK(addresses.use_count() == 1);
}
