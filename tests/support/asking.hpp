#ifndef APIDECK_TESTS_SUPPORT_ASKING_HPP
#define APIDECK_TESTS_SUPPORT_ASKING_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/address_cache.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace apideck::tests {

using http::detail::address_cache;
using http::detail::endpoints;

inline asio::ip::tcp::endpoint at(unsigned last)
{
    return {asio::ip::address_v4(0x7f000000 + last), 443};
}

struct asker final : address_cache::waiter {
    void on_answer(boost::system::error_code ec, address_cache::answer found) override
    {
        ++answers;
        error = ec;
        answer = std::move(found);
    }
    [[nodiscard]] bool got(endpoints const& expected) const
    {
        return answers == 1 && !error && answer && *answer == expected;
    }
    [[nodiscard]] bool failed(boost::system::error_code ec) const
    {
        return answers == 1 && error == ec && !answer;
    }

    int answers = 0;
    boost::system::error_code error;
    address_cache::answer answer;
};

/// The test is the resolver: it answers when and what it likes. Time stands unless the test moves it.
struct asking {
    asio::io_context context;
    time_point now{};
    duration ttl = std::chrono::seconds(30);
    std::vector<std::string> asked;
    std::vector<http::resolve_handler> lookups; // Boost 1.81 can't assign one
    std::shared_ptr<address_cache> cache = make();

    std::shared_ptr<address_cache> make()
    {
        return std::make_shared<address_cache>(
            [this](std::string const& host, std::uint16_t port, http::resolve_handler h) {
                asked.push_back(host + ' ' + std::to_string(port));
                lookups.push_back(std::move(h));
            },
            ttl, [this] { return now; });
    }

    std::shared_ptr<asker> ask(std::string const& host = "example.test", std::uint16_t port = 443)
    {
        auto const out = std::make_shared<asker>();
        cache->ask(context.get_executor(), host, port, out);
        return out;
    }

    void answer(std::size_t lookup, endpoints found, boost::system::error_code ec = {})
    {
        std::move(lookups.at(lookup))(ec, std::move(found));
        poll();
    }

    void poll()
    {
        context.restart();
        context.poll();
    }
};

} // namespace apideck::tests

#endif
