// What a handler may ask of the call that calls it.

#include <tests/scripted/support.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>

using apideck::create_session_result;
using apideck::stage;
using namespace apideck::tests;
namespace asio = apideck::asio;

namespace {

struct memory {
    int allocations = 0;
    int alive = 0;
};

/// Counts what is allocated with it.
template <class T>
struct counting_allocator {
    using value_type = T;

    explicit counting_allocator(memory& m) : counts(&m) {}
    template <class U>
    counting_allocator(counting_allocator<U> const& other) : counts(other.counts)
    {}

    T* allocate(std::size_t n)
    {
        ++counts->allocations;
        ++counts->alive;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n)
    {
        --counts->alive;
        std::allocator<T>().deallocate(p, n);
    }
    template <class U>
    bool operator==(counting_allocator<U> const& other) const
    {
        return counts == other.counts;
    }

    memory* counts;
};

/// The calls to make that take different ways to their end.
void script_way(scripted_vault& vault, int way)
{
    switch (way) {
    case 0: vault.succeed(); break;
    case 1:
        vault.script.fail(asio::error::no_recovery, apideck::stage::handshake).permanent();
        break;
    case 2: vault.options.app_id = ""; break;
    case 3: vault.options.api_key = [] { return std::string(); }; break;
    default: break;
    }
}

} // namespace

TEST_CASE("a handler may be movable only", "[handler]")
{
    scripted_vault vault;
    vault.succeed();
    int value = 0;
    vault.client().vault.sessions.create(
        [&, owned = std::make_unique<int>(7)](create_session_result const& created) {
            value = created ? *owned : -1;
        });
    REQUIRE(vault.script.run());
    CHECK(value == 7);
}

TEST_CASE("a handler is never called before the call has returned", "[handler]")
{
    int const way = GENERATE(0, 1, 2, 3);
    CAPTURE(way);
    scripted_vault vault;
    script_way(vault, way);
    auto const client = vault.client();
    bool returned = false;
    bool called = false;
    // On the thread of the io_context, where it could be called at once.
    asio::post(vault.io, [&] {
        client.vault.sessions.create([&](create_session_result const&) {
            CHECK(returned);
            called = true;
        });
        returned = true;
    });
    REQUIRE(vault.script.run());
    CHECK(called);
}

TEST_CASE("a handler runs on its own executor", "[handler]")
{
    int const way = GENERATE(0, 1, 2, 3);
    CAPTURE(way);
    scripted_vault vault;
    script_way(vault, way);
    asio::io_context other;
    auto const strand = asio::make_strand(other);
    bool called = false;
    vault.client().vault.sessions.create(
        asio::bind_executor(strand, [&](create_session_result const&) {
            CHECK(strand.running_in_this_thread());
            called = true;
        }));
    REQUIRE(vault.script.run());
    CHECK_FALSE(called);
    other.run();
    CHECK(called);
}

TEST_CASE("a call keeps the context of its handler running", "[handler]")
{
    scripted_vault vault;
    vault.succeed().after(1s);
    asio::io_context other;
    bool called = false;
    vault.client().vault.sessions.create(asio::bind_executor(
        other.get_executor(), [&](create_session_result const&) { called = true; }));
    other.poll();
    CHECK_FALSE(other.stopped());
    REQUIRE(vault.script.run());
    other.poll();
    CHECK(called);
    CHECK(other.stopped());
}

TEST_CASE("a handler without an executor runs on the client's", "[handler]")
{
    scripted_vault vault;
    vault.succeed();
    bool inside = false;
    vault.client().vault.sessions.create([&](create_session_result const&) {
        inside = vault.io.get_executor().running_in_this_thread();
    });
    REQUIRE(vault.script.run());
    CHECK(inside);
}

TEST_CASE("a handler's allocator is used, and its memory is free when it is called", "[handler]")
{
    scripted_vault vault;
    busy(vault.script, 1s);
    vault.succeed();
    memory counts;
    int alive_in_handler = -1;
    vault.client().vault.sessions.create(asio::bind_allocator(
        counting_allocator<std::byte>(counts),
        [&](create_session_result const&) { alive_in_handler = counts.alive; }));
    CHECK(counts.allocations > 0);
    CHECK(counts.alive > 0);
    REQUIRE(vault.script.run());
    CHECK(alive_in_handler == 0);
    CHECK(counts.alive == 0);
}

TEST_CASE("a handler that is erased already is destroyed with its call", "[handler][lifetime]")
{
    // Its allocator is a part of it, and goes with it.
    memory counts;
    auto const held = std::make_shared<int>();
    auto const handler = [&] {
        return asio::bind_allocator(counting_allocator<std::byte>(counts), [held](auto const&) {});
    };
    using created = asio::any_completion_handler<void(create_session_result)>;
    using cancelled = asio::any_completion_handler<void(std::size_t)>;
    {
        scripted_vault vault;
        auto const executor = vault.io.get_executor();
        vault.script.stall(stage::read_head);
        vault.script.stall(stage::read_head);
        auto const client = vault.client();
        client.vault.sessions.create(created(handler()));
        client.vault.sessions.create(asio::bind_executor(executor, created(handler())));
        client.shutdown(1h, asio::bind_executor(executor, cancelled(handler())));
        vault.io.poll();
        CHECK(vault.sent() == 2);
        CHECK(held.use_count() == 4);
    }
    CHECK(held.use_count() == 1);
    CHECK(counts.alive == 0);
}

TEST_CASE("a handler may make the next call", "[handler]")
{
    scripted_vault vault;
    vault.succeed();
    vault.succeed();
    auto const client = vault.client();
    int completions = 0;
    client.vault.sessions.create([&](create_session_result const&) {
        ++completions;
        client.vault.sessions.create([&](create_session_result const&) { ++completions; });
    });
    REQUIRE(vault.script.run());
    CHECK(completions == 2);
}

TEST_CASE("what a handler throws leaves the io_context, and the next call goes on", "[handler]")
{
    scripted_vault vault;
    vault.succeed();
    auto const client = vault.client();
    client.vault.sessions.create(
        [](create_session_result const&) { throw std::runtime_error("of the handler"); });
    CHECK_THROWS_WITH(vault.script.run(), "of the handler");
    vault.succeed();
    bool called = false;
    client.vault.sessions.create([&](create_session_result const& c) { called = c.has_value(); });
    REQUIRE(vault.script.run());
    CHECK(called);
}

TEST_CASE("several calls of a client run at once", "[handler]")
{
    scripted_vault vault;
    vault.succeed().after(3s);
    vault.succeed().after(1s);
    vault.succeed().after(2s);
    auto const client = vault.client();
    std::vector<int> order;
    for (int i = 0; i != 3; ++i)
        client.vault.sessions.create([&, i](create_session_result const&) { order.push_back(i); });
    REQUIRE(vault.script.run());
    CHECK(order == std::vector<int>{1, 2, 0});
    CHECK(vault.elapsed() == 3s);
}
