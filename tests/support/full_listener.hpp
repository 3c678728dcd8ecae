#ifndef APIDECK_TESTS_SUPPORT_FULL_LISTENER_HPP
#define APIDECK_TESTS_SUPPORT_FULL_LISTENER_HPP

#include "catch.hpp"

#include <apideck/attempt.hpp>
#include <apideck/detail/asio.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <vector>

namespace apideck::tests {

/// Listens, and has no room left for a connection: the system leaves attempts to connect unanswered.
struct full_listener {
    explicit full_listener(asio::io_context& io) : acceptor(io)
    {
        acceptor.open(asio::ip::tcp::v4());
        acceptor.bind({asio::ip::address_v4::loopback(), 0});
        acceptor.listen(0);
        // How many fit is the system's affair: connect until one hangs.
        bool went_through = true;
        while (went_through) {
            REQUIRE(waiting.size() < 64);
            auto& socket = waiting.emplace_back(io);
            went_through = false;
            socket.async_connect(acceptor.local_endpoint(),
                [&went_through](boost::system::error_code ec) { went_through = !ec; });
            io.restart();
            auto const limit = clock::now() + std::chrono::milliseconds(50);
            while (!went_through && io.run_one_until(limit) != 0)
                ;
        }
        // The one that hangs has to forget the flag.
        waiting.back().close();
        io.restart();
        io.poll();
    }

    /// Take those that wait, so that others fit.
    void make_room()
    {
        acceptor.non_blocking(true);
        boost::system::error_code none_left;
        while (!none_left)
            acceptor.accept(none_left);
    }

    asio::ip::tcp::acceptor acceptor;
    std::vector<asio::ip::tcp::socket> waiting;
};

} // namespace apideck::tests

#endif
