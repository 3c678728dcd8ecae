#ifndef APIDECK_TESTS_SUPPORT_CALL_PATHS_HPP
#define APIDECK_TESTS_SUPPORT_CALL_PATHS_HPP

#include <apideck/detail/asio.hpp>

#include "stepped.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace apideck::tests {

/// A way for a call to go from its start to its success, with other things to wait for.
enum class call_path {
    fresh,    ///< look up, connect, shake hands, write, read
    reused,   ///< write and read on a connection from before
    queued,   ///< wait for the only connection, which another call has
    backoff,  ///< a 503, a wait, and another attempt
    provider, ///< a key provider that is a coroutine, and a 401 after which it gives another key
    closing,  ///< an answer in pieces that ends with the connection
    resolver, ///< a resolver of the caller's that takes its time
    proxy,    ///< a tunnel before the handshake
};

[[nodiscard]] inline std::vector<call_path> call_paths()
{
    return {call_path::fresh, call_path::reused, call_path::queued, call_path::backoff,
        call_path::provider, call_path::closing, call_path::resolver, call_path::proxy};
}

inline std::ostream& operator<<(std::ostream& out, call_path p)
{
    constexpr char const* names[] = {
        "fresh", "reused", "queued", "backoff", "provider", "closing", "resolver", "proxy"};
    return out << names[static_cast<std::size_t>(p)];
}

/// Asks the executor to come back, twice.
inline asio::awaitable<std::string> give_key(key_request asked)
{
    for (int i = 0; i != 2; ++i)
        co_await asio::post(asio::use_awaitable);
    co_return asked.refresh ? "new-test-key" : "old-test-key";
}

/// Comes back to that context, twice, and has every name at 127.0.0.1.
inline http::resolve_function resolve_later(asio::io_context& io)
{
    return [&io](std::string const& host, std::uint16_t port, http::resolve_handler handler) {
        auto answer = [host, port, handler = std::move(handler)]() mutable {
            resolve_to_loopback()(host, port, std::move(handler));
        };
        asio::post(
            io, [&io, answer = std::move(answer)]() mutable { asio::post(io, std::move(answer)); });
    };
}

/// A `stepped` with a call, named "tested", at the beginning of its path.
struct stepped_call : stepped {
    explicit stepped_call(call_path p, bool retries = false, call_options options = {})
        : stepped([this, p, retries](client_options& o) {
              if (p == call_path::queued)
                  o.pool.max_connections = 1;
              if (p == call_path::provider)
                  o.api_key = &give_key;
              if (p == call_path::resolver)
                  o.resolve = resolve_later(*f.context);
              if (p == call_path::proxy)
                  put_proxy(o);
              if (retries || p == call_path::backoff || p == call_path::provider) {
                  o.retries = {};
                  o.retries.initial_interval = std::chrono::microseconds(1);
              }
          })
    {
        using testing::mock_answer;
        if (p == call_path::reused)
            make("before");
        if (p == call_path::queued)
            before = start("before");
        if (p == call_path::backoff)
            f.mock->answer(mock_answer::json(503, "{}"));
        if (p == call_path::provider)
            f.mock->answer(mock_answer::json(401, "{}"));
        if (p == call_path::closing) {
            mock_answer in_pieces;
            in_pieces.headers.add("Connection", "close");
            in_pieces.piece_size = 150;
            f.mock->answer(in_pieces);
        }
        tested = start("tested", std::move(options));
    }

    /// Go so many steps, or to the end. @return Whether there is more to go.
    bool go(int steps)
    {
        for (int i = 0; i != steps && !tested->done(); ++i)
            step();
        return !tested->done();
    }

    /// Go to the end. @return How long that takes.
    duration finish_whole()
    {
        finish(tested);
        end_others();
        return tested->took;
    }

    /// End what else is under way, and use up what the server was to answer.
    void end_others()
    {
        if (before)
            finish(before);
        settle();
        if (received("tested") == 0)
            make("tested");
    }

    loopback::call before;
    loopback::call tested;
};

/** Make calls of that path that go no step, one, two and so on to the end: `act(s, more)` gets each
    where it is by then, and whether there is more to go.
    @return How many steps the path has. */
template <class Act>
int at_each_step(call_path p, Act act, bool retries = false, call_options const& options = {})
{
    for (int steps = 0;; ++steps) {
        REQUIRE(steps < 1000);
        CAPTURE(p, steps);
        stepped_call s(p, retries, options);
        bool const more = s.go(steps);
        act(s, more);
        if (!more)
            return steps;
    }
}

} // namespace apideck::tests

#endif
