#ifndef APIDECK_CORE_PIPELINE_HPP
#define APIDECK_CORE_PIPELINE_HPP

#include <apideck/client_options.hpp>
#include <apideck/core/prepare.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/retry_policy.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

struct credential;
class running_calls;

/// What is left of a `retry_budget`; without one, retries are unlimited. Safe to use from several threads.
class budget {
public:
    explicit budget(std::optional<retry_budget> const& options)
        : options_(options), saved_(options ? options->reserve : 0)
    {}

    /// A call is made.
    void earn() noexcept
    {
        if (options_)
            add(options_->ratio);
    }

    /// Take a retry. @return Whether there was one to take.
    [[nodiscard]] APIDECK_DECL bool take(time_point now);

private:
    APIDECK_DECL void add(double retries) noexcept;

    std::optional<retry_budget> const options_;
    std::atomic<double> saved_;
    std::mutex mutex_;
    time_point regained_{}; // guarded by the mutex: up to when the time has been counted
};

/// What all calls of a client share. Safe to use from several threads.
class pipeline {
public:
    APIDECK_DECL pipeline(client_options options, std::shared_ptr<http::any_transport> transport);
    APIDECK_DECL ~pipeline();

    [[nodiscard]] client_options const& options() const noexcept { return options_; }
    [[nodiscard]] http::any_transport& transport() const noexcept { return *transport_; }

    /// The key of the options, made ready once; null if a provider gives it.
    [[nodiscard]] std::shared_ptr<credential const> const& fixed_key() const noexcept
    {
        return fixed_key_;
    }

    /** Begin a call: check and merge the options, and make all of the request but body and key.
        @param options Null: the client's.
        @param op Lives as long as the program.
        @param has_body Whether it will have one. */
    [[nodiscard]] APIDECK_DECL prepared_call prepare(
        operation const& op, call_options const* options, bool has_body);

    [[nodiscard]] running_calls& calls() const noexcept { return *calls_; }
    [[nodiscard]] core::budget& retries() noexcept { return retries_; }

    /// Evenly from 0 to 1 (SplitMix64; spreads retries, guards no secret).
    [[nodiscard]] APIDECK_DECL double jitter() noexcept;

private:
    /// The plan of calls without options of their own, made by the first of each kind.
    struct known_plan {
        operation const* op;
        bool has_body;
        std::shared_ptr<call_plan const> plan;
    };

    client_options const options_;
    std::shared_ptr<http::any_transport> const transport_;
    std::shared_ptr<credential const> fixed_key_;
    std::unique_ptr<running_calls> const calls_;
    core::budget retries_;
    std::mutex mutex_;
    std::vector<known_plan> plans_; // guarded by the mutex
    std::atomic<std::uint64_t> random_state_;
};

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/pipeline.ipp>
#endif

#endif
