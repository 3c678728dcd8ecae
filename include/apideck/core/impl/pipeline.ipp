#ifndef APIDECK_CORE_IMPL_PIPELINE_IPP
#define APIDECK_CORE_IMPL_PIPELINE_IPP

#include <apideck/core/credential.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/core/running_calls.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

namespace detail {

inline bool changes_nothing(call_options const& o)
{
    return !o.consumer_id && !o.app_id && !o.server_url && o.headers.empty() && !o.timeout
        && !o.attempt_timeout && !o.connect_timeout && !o.retries && !o.retry_codes;
}

inline std::shared_ptr<credential const> ready_key(api_key const& key)
{
    if (key_access::is_provider(key))
        return nullptr;
    bool const there = key_access::is_text(key);
    return std::make_shared<credential>(
        make_credential(there ? key_access::text(key) : std::string_view()));
}

/// Differs from client to client and from process to process, so that their waits differ. (A
/// `std::random_device` may throw, and to compile its header takes a header-only unit some megabytes.)
inline std::uint64_t seed(void const* self)
{
    auto const now = std::chrono::system_clock::now().time_since_epoch().count();
    // Spread, or the steps of one could cancel those of the other.
    return static_cast<std::uint64_t>(now)
        ^ (std::uint64_t{reinterpret_cast<std::uintptr_t>(self)} * 0x9E3779B97F4A7C15u);
}

} // namespace detail

APIDECK_DECL bool budget::take(time_point now)
{
    if (!options_)
        return true;
    if (options_->interval > duration::zero()) {
        std::lock_guard const lock(mutex_);
        using floating = std::chrono::duration<double, duration::period>;
        if (regained_ != time_point() && now > regained_)
            add(floating(now - regained_) / floating(options_->interval));
        regained_ = (std::max)(now, regained_);
    }
    for (double saved = saved_.load(); saved >= 1;)
        if (saved_.compare_exchange_weak(saved, saved - 1))
            return true;
    return false;
}

APIDECK_DECL void budget::add(double retries) noexcept
{
    // A healthy client's budget is full, and then writes nothing that its threads share.
    for (double saved = saved_.load(); saved < options_->reserve;)
        if (saved_.compare_exchange_weak(saved, (std::min)(saved + retries, options_->reserve)))
            return;
}

APIDECK_DECL pipeline::pipeline(
    client_options options, std::shared_ptr<http::any_transport> transport)
    : options_(std::move(options)), transport_(std::move(transport)),
      fixed_key_(detail::ready_key(options_.api_key)), calls_(new running_calls),
      retries_(options_.retry_budget), random_state_(detail::seed(this))
{}

APIDECK_DECL pipeline::~pipeline() = default;

APIDECK_DECL prepared_call pipeline::prepare(
    operation const& op, call_options const* options, bool has_body)
{
    auto const make = [&](call_options const& o) {
        return std::make_shared<call_plan const>(make_plan(options_, o, op, has_body));
    };
    if (options && !detail::changes_nothing(*options))
        return prepared_call(make(*options));
    std::lock_guard const lock(mutex_);
    for (known_plan const& known : plans_)
        if (known.op == &op && known.has_body == has_body)
            return prepared_call(known.plan);
    plans_.push_back({&op, has_body, make({})});
    return prepared_call(plans_.back().plan);
}

APIDECK_DECL double pipeline::jitter() noexcept
{
    std::uint64_t z = random_state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

} // namespace apideck::core

#endif
