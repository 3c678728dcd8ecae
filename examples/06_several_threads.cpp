// A server with several threads: one client for all, and a strand for each visitor, so that what belongs
// to a visitor needs no lock. Two sessions at once are awaited together.

#include "support/vault.hpp"

#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace {

/// What is kept of one visitor; only ever touched in the visitor's strand.
struct visitor {
    std::string consumer_id;
    unsigned sessions = 0;
};

//[both
asio::awaitable<unsigned> serve(apideck::client client, visitor one)
{
    using namespace asio::experimental::awaitable_operators;
    apideck::call_options options{.consumer_id = one.consumer_id};
    apideck::Session crm{.settings = apideck::SessionSettings{
        .unified_apis = {{apideck::UnifiedApiId::crm}}}};
    apideck::Session accounting{.settings = apideck::SessionSettings{
        .unified_apis = {{apideck::UnifiedApiId::accounting}}}};

    auto [first, second] = co_await (client.vault.sessions.create(crm, options, asio::use_awaitable)
        && client.vault.sessions.create(accounting, options, asio::use_awaitable));
    for (auto const& created : {first, second})
        one.sessions += created.has_value(); // errors are values: neither cancels the other
    co_return one.sessions;
}
//]

} // namespace

int main()
{
    asio::thread_pool pool(4);
    vault server(pool.get_executor());
    //[strands
    apideck::client client(pool, server.options());
    std::vector<std::future<unsigned>> served;
    for (char const* id : {"ann", "bob", "cid", "dot"})
        served.push_back(
            asio::co_spawn(asio::make_strand(pool), serve(client, {id}), asio::use_future));
    //]
    unsigned sessions = 0;
    for (auto& one : served)
        sessions += one.get();
    std::cout << sessions << " sessions for " << served.size() << " visitors\n";
    server.stop();
    pool.join();
    return sessions == 2 * served.size() ? 0 : 1;
}
