#ifndef APIDECK_EXCEPTION_HPP
#define APIDECK_EXCEPTION_HPP

#include <apideck/error.hpp>

#include <boost/assert/source_location.hpp>

#include <stdexcept>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// What `result<T>::value()` throws when there is no value. `what()` is the error's `message()`.
class exception : public std::runtime_error {
public:
    /// Holds a copy of the error.
    APIDECK_DECL explicit exception(apideck::error const& e);

    /// The error. Valid as long as the exception.
    [[nodiscard]] apideck::error const& error() const noexcept { return error_; }

private:
    apideck::error error_;
};

/// The customization point of `boost::system::result`: throws `exception`.
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    error const& e, boost::source_location const& where);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/exception.ipp>
#endif

#endif
