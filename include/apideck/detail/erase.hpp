#ifndef APIDECK_DETAIL_ERASE_HPP
#define APIDECK_DETAIL_ERASE_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/recycling_allocator.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

/// A handler of any type as the one type that an operation takes.
template <class Signature>
struct erased_handler;

/// It takes the result by reference up to the handler itself, for to move a large one on the way costs.
template <class Result>
struct erased_handler<void(Result)> {
    asio::any_completion_handler<void(Result&&)> handler;
    /// Where it is to be called if not on the operation's executor; that one's context is kept running.
    std::optional<asio::any_completion_executor> elsewhere;
};

/// The allocator of a handler that is erased already, or of one bound to such a handler.
template <class Allocator>
inline constexpr bool is_erased_allocator = false;
template <class T, class... Signatures>
inline constexpr bool
    is_erased_allocator<asio::any_completion_handler_allocator<T, Signatures...>> = true;

/// A handler that may be erased: one whose allocator lives in itself is given another, for Asio frees with
/// the allocator when it has destroyed the handler.
template <class Handler>
decltype(auto) safe_to_erase(Handler&& handler)
{
    using allocator = asio::associated_allocator_t<std::decay_t<Handler>>;
    if constexpr (is_erased_allocator<allocator>)
        return asio::bind_allocator(
            asio::recycling_allocator<void>(), std::forward<Handler>(handler));
    else
        return std::forward<Handler>(handler);
}

/// What `completion_handler` does with one that is erased already, at the cost of wrapping executors.
/// @param home The operation's executor.
template <class Signature, class Handler>
erased_handler<Signature> erase(Handler&& handler, asio::any_io_executor const& home)
{
    // Asked here, where the type is known: to ask the erased handler costs an allocation.
    auto executor = asio::get_associated_executor(handler, home);
    using type = decltype(executor);
    bool same = false;
    if constexpr (std::is_convertible_v<asio::any_io_executor, type>) {
        same = executor == static_cast<type const&>(home);
    } else {
        auto const* const target = home.target<type>();
        same = target && *target == executor;
    }
    std::optional<asio::any_completion_executor> elsewhere;
    if (!same)
        elsewhere.emplace(asio::prefer(executor, asio::execution::outstanding_work.tracked));
    return {{detail::safe_to_erase(std::forward<Handler>(handler))}, std::move(elsewhere)};
}

} // namespace apideck::detail

#endif
