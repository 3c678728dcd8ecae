// An executor of a program's own.

#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/execution/blocking.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <optional>
#include <utility>

using namespace apideck;
using namespace apideck::tests;
using namespace std::chrono_literals;

namespace {

/// An executor of a program's own: what asio requires of one and no more. It counts what it runs.
class counting_executor {
public:
    counting_executor(asio::io_context& io, std::atomic<int>& count) : io_(&io), count_(&count) {}

    template <class Function>
    void execute(Function f) const
    {
        ++*count_;
        asio::post(*io_, std::move(f));
    }

    asio::execution_context& query(asio::execution::context_t) const noexcept { return *io_; }
    static constexpr asio::execution::blocking_t query(asio::execution::blocking_t) noexcept
    {
        return asio::execution::blocking.never;
    }

    friend bool operator==(counting_executor const&, counting_executor const&) = default;

private:
    asio::io_context* io_;
    std::atomic<int>* count_;
};

static_assert(asio::execution::is_executor_v<counting_executor>);

} // namespace

TEST_CASE("a client and its handlers run on an executor of the program's own")
{
    asio::io_context io;
    std::atomic<int> of_client = 0, of_handler = 0;
    testing::mock_vault mock(io.get_executor());
    counting_executor const own(io, of_client);
    apideck::client const client(own, options(mock));
    CHECK(client.get_executor() == asio::any_io_executor(own));
    std::optional<create_session_result> created;
    client.vault.sessions.create(asio::bind_executor(counting_executor(io, of_handler),
        [&](create_session_result r) { created.emplace(std::move(r)); }));
    while (!created && io.run_one_for(patience()) != 0)
        ;
    REQUIRE(created);
    CHECK(created->has_value());
    CHECK(of_client > 0);
    CHECK(of_handler == 1);
}

TEST_CASE("a coroutine on an executor of the program's own calls a client on another")
{
    asio::io_context io;
    std::atomic<int> count = 0;
    testing::mock_vault mock(io.get_executor());
    apideck::client const client(io, options(mock));
    auto future = asio::co_spawn(
        counting_executor(io, count),
        [&]() -> asio::awaitable<bool> {
            auto const created = co_await client.vault.sessions.create();
            co_return created.has_value();
        },
        asio::use_future);
    while (future.wait_for(0s) != std::future_status::ready && io.run_one_for(patience()) != 0)
        ;
    REQUIRE(future.wait_for(0s) == std::future_status::ready);
    CHECK(future.get());
    CHECK(count > 1);
}
