// A system that refuses one block of memory: each that is asked for on the way, one after another.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"
#include "../support/refusing_system.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <new>
#include <optional>
#include <string>
#include <thread>

using namespace apideck;
using namespace apideck::tests;

namespace {

/// A thread of the mock's own, to which nothing is refused.
struct server_thread {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::thread thread{[this] { context.run(); }};

    ~server_thread()
    {
        context.stop();
        thread.join();
    }
};

struct fixture {
    server_thread server;
    client_options made_with;
    loopback f{[this](client_options& o) {
                   without_retries(o);
                   made_with = o;
               },
        {}, &server.context};

    /// A client that has no connection and knows nothing of the server.
    void renew_client()
    {
        f.client.reset();
        f.client.emplace(*f.context, made_with);
    }

    [[nodiscard]] std::size_t arrived() const { return f.mock->requests().size(); }

    /// How often the request of a block's call arrived. That of a call before may still be on its way.
    [[nodiscard]] std::size_t arrived(std::string const& block) const
    {
        auto const requests = f.mock->requests();
        return static_cast<std::size_t>(std::ranges::count_if(requests, [&](auto const& r) {
            auto const number = r.headers.find("X-Block");
            return number && *number == block;
        }));
    }

    /// A call whose block of this number is refused. @return Whether it wanted so many.
    bool refuse(int block)
    {
        CAPTURE(block);
        call_options numbered;
        numbered.headers.emplace_back("X-Block", std::to_string(block));
        auto const c = f.start(numbered);
        bool refused = false;
        {
            one_refusal const memory(block);
            f.finish(c);
            refused = memory.happened();
        }
        check(*c, arrived(std::to_string(block)));
        CHECK(f.stats().in_use == 0);
        return refused;
    }

    /// What it says that could not have its memory, and whether the server has the request.
    static void check(started_call const& c, std::size_t arrived)
    {
        if (*c.result)
            return; // that block it could do without
        CHECK(c.alternative<connection_error>().code);
        if (c.error().delivery() == delivery::never)
            CHECK(arrived == 0);
        if (c.error().delivery() == delivery::certainly)
            CHECK(arrived == 1);
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "whichever block of memory is refused to a first call, it ends")
{
    int block = 0;
    do
        renew_client();
    while (refuse(block++));
    CHECK(block > 30);
}

TEST_CASE_METHOD(
    fixture, "whichever block of memory is refused to a call on a kept connection, it ends")
{
    int block = 0;
    do
        CHECK(f.make()->value().http.status == 200); // whatever became of the one before
    while (refuse(block++));
    CHECK(block > 5);
}

TEST_CASE_METHOD(fixture, "whichever block of memory is refused to a call that waits, it ends")
{
    made_with.pool.max_connections = 1;
    int block = 0;
    for (bool refused = true; refused; ++block) {
        CAPTURE(block);
        renew_client();
        auto const before = arrived();
        auto const first = f.start();
        auto const waits = f.start();
        {
            one_refusal const memory(block);
            f.finish(first);
            f.finish(waits);
            refused = memory.happened();
        }
        std::size_t most = 0;
        for (auto const& c : {first, waits}) {
            most += *c->result || c->error().delivery() != delivery::never;
            if (!*c->result)
                CHECK(c->alternative<connection_error>().code);
        }
        CHECK(f.make()->value().http.status == 200); // after whatever is still in the queue
        CHECK(arrived() - before <= most + 1);
        CHECK(f.stats().in_use == 0);
    }
    CHECK(block > 10);
}

TEST_CASE_METHOD(
    fixture, "whichever block of memory is refused to a call that is repeated, it ends")
{
    // Not with a key provider: Asio's strand, which it runs on, does not stand the refusal of its own.
    made_with.retries = retry_policy{};
    made_with.retries.initial_interval = std::chrono::milliseconds(1);
    std::atomic<int> requests = 0;
    f.mock->on_request([&](testing::mock_request const&) {
        if (++requests == 1)
            f.mock->answer(testing::mock_answer::json(503, "{}"));
    });
    int block = 0;
    for (bool refused = true; refused; ++block) {
        CAPTURE(block);
        renew_client();
        requests = 0;
        auto const c = f.start();
        {
            one_refusal const memory(block);
            f.finish(c);
            refused = memory.happened();
        }
        if (!*c->result)
            CHECK(c->alternative<connection_error>().code);
        CHECK(f.stats().in_use == 0);
    }
    CHECK(block > 35);
    f.mock->on_request({});
}

TEST_CASE_METHOD(
    fixture, "whichever block of memory is refused to a warm-up, it ends or says so at once")
{
    http::origin const here{.host = "localhost", .port = f.mock->port()};
    int block = 0;
    for (bool refused = true; refused; ++block) {
        CAPTURE(block);
        renew_client();
        int completions = 0;
        int thrown = 0;
        std::optional<http::warm_up_result> result;
        {
            one_refusal const memory(block);
            try {
                f.client->transport().async_warm_up(
                    here, 3, {.deadline = clock::now() + patience()}, [&](http::warm_up_result r) {
                        ++completions;
                        result.emplace(std::move(r));
                    });
            } catch (std::bad_alloc const&) {
                ++thrown;
            }
            f.run_until([&] { return completions + thrown != 0; });
            refused = memory.happened();
        }
        f.settle();
        CHECK(completions + thrown == 1);
        if (result)
            CHECK((result->opened == 3 || result->failure.error));
        CHECK(f.stats().in_use == 0);
    }
    CHECK(block > 30);
}
