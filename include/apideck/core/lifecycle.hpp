#ifndef APIDECK_CORE_LIFECYCLE_HPP
#define APIDECK_CORE_LIFECYCLE_HPP

#include <apideck/core/pipeline.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/result.hpp>

#include <boost/asio/any_completion_handler.hpp>

#include <cstddef>
#include <memory>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

using shutdown_handler = asio::any_completion_handler<void(std::size_t)>;

/// Let no more calls begin, wait for running calls until `deadline`, cancel the rest, and close idle
/// connections. `handler` gets how many calls this shutdown cancelled.
APIDECK_DECL void start_shutdown(
    std::shared_ptr<pipeline> const& shared, time_point deadline, shutdown_handler&& handler);

using warm_up_handler = asio::any_completion_handler<void(result<std::size_t>)>;

/// Open connections until there are so many; `handler` gets how many were opened. Counts as a call.
APIDECK_DECL void start_warm_up(
    std::shared_ptr<pipeline> const& shared, std::size_t connections, warm_up_handler&& handler);

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/lifecycle.ipp>
#endif

#endif
