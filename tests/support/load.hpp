#ifndef APIDECK_TESTS_SUPPORT_LOAD_HPP
#define APIDECK_TESTS_SUPPORT_LOAD_HPP

#include "erratic_server.hpp"

#include <apideck/client.hpp>
#include <apideck/detail/asio.hpp>

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace apideck::tests {

inline constexpr erratic_manners gentle{};
inline constexpr erratic_manners rough{
    .delayed = 10, .too_many = 4, .unavailable = 4, .reset = 3, .dropped = 3};

/// What came of the calls of a burst.
struct outcome {
    std::size_t values = 0;
    std::size_t timeouts = 0;
    std::size_t attempts = 0;
    duration longest{};
};

/// Many calls in flight through one pool, to a server that treats them at random.
class load {
public:
    static constexpr std::size_t connections = 64;
    static constexpr std::chrono::seconds timeout{100};

    /// @param budget None: only the policy limits the retries.
    explicit load(
        erratic_manners const& manners, std::optional<apideck::retry_budget> const& budget = {});

    /// So many calls at once, until all have ended, once. Each thread starts a part of them and then
    /// runs the client's context.
    outcome burst(std::size_t n, std::size_t threads = 1);
    /// The live memory once every connection of the pool is open.
    std::optional<std::size_t> level();

    /// Check that the calls ended in time and, but for a few, with a value.
    void check(outcome const& out) const;
    /// Check that no more is live than was before.
    void check_level(std::optional<std::size_t> before);

    std::size_t const calls;  ///< APIDECK_LOAD_CALLS, or 1,000
    std::uint32_t const seed; ///< APIDECK_LOAD_SEED, or any
    erratic_server server;

private:
    client_options options(std::optional<apideck::retry_budget> const& budget);

    std::atomic<std::size_t> asked_ = 0;
    asio::io_context context_;
    apideck::client client_;
};

} // namespace apideck::tests

#endif
