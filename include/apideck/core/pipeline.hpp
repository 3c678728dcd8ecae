#ifndef APIDECK_CORE_PIPELINE_HPP
#define APIDECK_CORE_PIPELINE_HPP

#include <apideck/api_key.hpp>
#include <apideck/client_options.hpp>
#include <apideck/http/transport.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <utility>

namespace apideck {

/// The one way to what an `api_key` holds.
class key_access {
public:
    static bool is_text(api_key const& key) { return key.state_ && !key.state_->provider; }
    static bool is_provider(api_key const& key) { return key.state_ && key.state_->provider; }
    static std::string const& text(api_key const& key) { return key.state_->text; }

    /// Ask the provider; it is kept until it has completed. May throw what the provider throws.
    static void ask(api_key const& key, key_request request, asio::any_io_executor const& ex,
        api_key::completion done)
    {
        key.state_->provider(request, ex, std::move(done));
    }
};

namespace core {

/// What all calls of a client share. Safe to use from several threads.
class pipeline {
public:
    pipeline(client_options options, std::shared_ptr<http::any_transport> transport)
        : options_(std::move(options)), transport_(std::move(transport)),
          random_state_(std::random_device{}())
    {}

    [[nodiscard]] client_options const& options() const noexcept { return options_; }
    [[nodiscard]] http::any_transport& transport() const noexcept { return *transport_; }

    /// Evenly from 0 to 1 (SplitMix64; spreads retries, guards no secret).
    [[nodiscard]] double jitter() noexcept
    {
        std::uint64_t z = random_state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
    }

private:
    client_options const options_;
    std::shared_ptr<http::any_transport> const transport_;
    std::atomic<std::uint64_t> random_state_;
};

} // namespace core

} // namespace apideck

#endif
