#ifndef APIDECK_RESULT_HPP
#define APIDECK_RESULT_HPP

#include <apideck/attempt.hpp>
#include <apideck/error.hpp>

#include <boost/system/result.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** A value or an `error` (Boost.System's result). Test it as a bool; then `*r` and `r->` give the
    value, `r.error()` the error. `r.value()` throws `apideck::exception` if there is no value. */
template <class T>
using result = boost::system::result<T, error>;

/// A value that came with an HTTP answer: the members of `Model`, and `http`.
template <class Model>
struct response : Model {
    /// Status, header fields, request id and attempts.
    http_info http{};
};

} // namespace apideck

#endif
