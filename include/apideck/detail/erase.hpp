#ifndef APIDECK_DETAIL_ERASE_HPP
#define APIDECK_DETAIL_ERASE_HPP

#include <apideck/detail/config.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/version.hpp>

#include <utility>

// Compiled apart, a unit that awaits an operation need not compile what erases a coroutine's handler,
// which took a tenth of its time. The handler's type is a detail of Asio's, so it is named up to the last
// version that was looked at; with a later one each unit erases it by itself.
#if !defined(APIDECK_HEADER_ONLY) && BOOST_VERSION <= 109000
#define APIDECK_ERASES_COROUTINES

namespace boost::asio::detail {

#if BOOST_VERSION < 108700
template <class, class>
#else
template <class, class, class>
#endif
class awaitable_async_op_handler;

} // namespace boost::asio::detail
#endif

namespace apideck::detail {

/// A handler of any type as the one type that an operation takes.
template <class Signature, class Handler>
asio::any_completion_handler<Signature> erase(Handler&& handler)
{
    return asio::any_completion_handler<Signature>(std::forward<Handler>(handler));
}

#if defined(APIDECK_ERASES_COROUTINES)
#if BOOST_VERSION < 108700
template <class Signature>
using coroutine_handler
    = asio::detail::awaitable_async_op_handler<Signature, asio::any_io_executor>;
#else
template <class Signature>
using coroutine_handler
    = asio::detail::awaitable_async_op_handler<Signature, asio::any_io_executor, void>;
#endif

// One of each for an operation: where its signature is named, and in apideck/src.hpp.
#define APIDECK_DECLARE_ERASE(signature) extern APIDECK_DEFINE_ERASE(signature)
#define APIDECK_DEFINE_ERASE(signature)                                                            \
    template asio::any_completion_handler<signature> erase<signature>(coroutine_handler<signature>&&);
#else
#define APIDECK_DECLARE_ERASE(signature)
#define APIDECK_DEFINE_ERASE(signature)
#endif

} // namespace apideck::detail

#endif
