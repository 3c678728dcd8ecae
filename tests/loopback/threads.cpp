// One client used from several threads; meant for ThreadSanitizer.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

#if defined(__SANITIZE_THREAD__)
// Asio counts the references of a shared executor with a release and, before it deletes, an acquire
// fence; ThreadSanitizer does not see fences, and takes the deletion for a race. Nor does it see the
// atomic flag by which OpenSSL, built without it, says that a certificate's key identifiers are there:
// it takes their comparison for a race with whoever read them first.
extern "C" char const* __tsan_default_suppressions();
extern "C" char const* __tsan_default_suppressions()
{
    return "race:boost::asio::execution::detail::shared_target_executor::~shared_target_executor\n"
           "race:^ASN1_STRING_cmp$\n";
}
#endif

namespace {

/// Counts down to the end of all calls.
class countdown {
public:
    explicit countdown(int n) : left_(n) {}
    void one_less()
    {
        if (--left_ == 0)
            done_.set_value();
    }
    /// @return Whether it got there in time.
    bool wait() { return done_.get_future().wait_for(6 * patience()) == std::future_status::ready; }

private:
    std::atomic<int> left_;
    std::promise<void> done_;
};

struct call_on_strand {
    explicit call_on_strand(asio::any_io_executor const& executor)
        : strand(asio::make_strand(executor)), timer(strand)
    {}

    asio::strand<asio::any_io_executor> strand;
    asio::cancellation_signal signal;
    asio::steady_timer timer; // cancels the call
    int completions = 0;
};

} // namespace

TEST_CASE("one client serves calls, cancellations and timeouts from several threads at once")
{
    constexpr int threads = 4;
    constexpr int calls = 200;
    countdown left(calls);
    std::atomic<int> values = 0, cancelled = 0, timed_out = 0, others = 0;
    std::atomic<int> attempts = 0, lines = 0;
    asio::thread_pool pool(threads); // behind what its threads use
    testing::mock_vault mock(pool.get_executor());
    auto made_with = options(mock);
    made_with.pool.max_connections = 3;
    made_with.api_key = [] { return "k"; };
    made_with.observer.on_attempt = [&](attempt_event const&) { ++attempts; };
    made_with.observer.on_log = [&](log_level, std::string_view) { ++lines; };
    apideck::client const client(pool.get_executor(), made_with);
    for (int i = 0; i < calls; i += 20) {
        mock.answer(testing::mock_answer::json(503, "{}"));
        mock.answer({.delay = 5ms});
        mock.answer(testing::mock_answer::disconnect());
    }

    std::vector<std::shared_ptr<call_on_strand>> all(calls);
    auto const start = [&](int i) {
        auto const c = std::make_shared<call_on_strand>(pool.get_executor());
        all[static_cast<std::size_t>(i)] = c;
        call_options options;
        if (i % 5 == 1)
            options.timeout = std::chrono::microseconds(100 * i);
        asio::post(c->strand, [&, c, i, options] {
            auto done = [&, c](create_session_result r) {
                ++c->completions;
                c->timer.cancel();
                if (r)
                    ++values;
                else if (r.error().is<cancelled_error>())
                    ++cancelled;
                else if (r.error().is<timeout_error>())
                    ++timed_out;
                else
                    ++others;
                left.one_less();
            };
            client.vault.sessions.create(std::nullopt, options,
                asio::bind_cancellation_slot(
                    c->signal.slot(), asio::bind_executor(c->strand, std::move(done))));
            if (i % 5 == 2) {
                c->timer.expires_after(std::chrono::microseconds(100 * i));
                c->timer.async_wait([c](boost::system::error_code ec) {
                    if (!ec)
                        c->signal.emit(asio::cancellation_type::total);
                });
            }
        });
    };
    std::vector<std::thread> starters;
    for (int t = 0; t != threads; ++t)
        starters.emplace_back([&, t] {
            for (int i = t; i < calls; i += threads)
                start(i);
        });
    for (auto& thread : starters)
        thread.join();

    REQUIRE(left.wait());
    for (auto const& c : all)
        CHECK(c->completions == 1);
    CHECK(values + cancelled + timed_out + others == calls);
    CHECK(values >= calls / 2);
    CHECK(others <= calls / 20);
    CHECK(lines >= calls);
    auto const stats = client.transport().stats();
    CHECK(stats.in_use == 0);
    CHECK(stats.waiting == 0);
    CHECK(stats.idle <= 3);
    pool.stop();
    pool.join();
}

TEST_CASE("a deadline that strikes while a call joins the queue ends the call")
{
    constexpr int calls = 400;
    countdown held(1);
    countdown arrived(1);
    countdown left(calls);
    std::atomic<int> timed_out = 0;
    asio::thread_pool pool(4);
    testing::mock_vault mock(pool.get_executor());
    auto made_with = options(mock);
    made_with.pool.max_connections = 1;
    made_with.timeout = 1h;
    made_with.attempt_timeout = 1h;
    apideck::client const client(pool.get_executor(), made_with);
    mock.answer({.hold = true});
    mock.on_request([&](testing::mock_request const&) { arrived.one_less(); });
    client.vault.sessions.create([&](create_session_result) { held.one_less(); });
    REQUIRE(arrived.wait());

    for (int i = 0; i != calls; ++i) {
        call_options options;
        options.timeout = std::chrono::microseconds(1 + i % 50);
        client.vault.sessions.create(std::nullopt, options, [&](create_session_result r) {
            timed_out += !r && r.error().is<timeout_error>() ? 1 : 0;
            left.one_less();
        });
    }
    REQUIRE(left.wait());
    CHECK(timed_out == calls);
    CHECK(client.transport().stats().waiting == 0);
    mock.on_request({});
    mock.release();
    REQUIRE(held.wait());
    pool.stop();
    pool.join();
}

TEST_CASE("a handler that waits for a call does not keep other threads from ending it")
{
    asio::thread_pool pool(3);
    testing::mock_vault mock(pool.get_executor());
    apideck::client const client(pool.get_executor(), options(mock));
    auto const kept = client.vault.sessions.create(asio::use_future).get();
    CHECK(kept.has_value());
    std::promise<bool> ended;
    asio::post(pool, [&] {
        auto next = client.vault.sessions.create(asio::use_future);
        ended.set_value(next.wait_for(patience()) == std::future_status::ready);
    });
    CHECK(ended.get_future().get());
    pool.stop();
    pool.join();
}

TEST_CASE("a handler that blocks does not hold up the call that its connection went to")
{
    asio::thread_pool pool(3);
    testing::mock_vault mock(pool.get_executor());
    auto made_with = options(mock);
    made_with.pool.max_connections = 1;
    apideck::client const client(pool.get_executor(), made_with);
    mock.answer({.hold = true});
    std::future<create_session_result> next;
    std::promise<bool> ended;
    client.vault.sessions.create(std::nullopt, [&](create_session_result) {
        ended.set_value(next.wait_for(patience()) == std::future_status::ready);
    });
    next = client.vault.sessions.create(asio::use_future); // waits for the connection
    mock.release();
    CHECK(ended.get_future().get());
    pool.stop();
    pool.join();
}

TEST_CASE("clients come and go on several threads while their calls run")
{
    constexpr int calls = 40;
    countdown left(calls);
    std::atomic<int> values = 0;
    asio::thread_pool pool(4);
    testing::mock_vault mock(pool.get_executor());
    std::vector<std::thread> users;
    for (int t = 0; t != 4; ++t)
        users.emplace_back([&] {
            for (int i = 0; i != calls / 4; ++i) {
                apideck::client const client(pool.get_executor(), options(mock));
                auto const copy = client;
                copy.vault.sessions.create([&](create_session_result r) {
                    values += r.has_value() ? 1 : 0;
                    left.one_less();
                });
            }
        });
    for (auto& thread : users)
        thread.join();
    REQUIRE(left.wait());
    CHECK(values == calls);
    pool.stop();
    pool.join();
}
