#ifndef APIDECK_HTTP_OPTION_ERROR_HPP
#define APIDECK_HTTP_OPTION_ERROR_HPP

#include <apideck/detail/config.hpp>

#include <boost/assert/source_location.hpp>

#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

/// Why an option can't be used.
struct option_error {
    /// Its name, as `proxy.url`.
    std::string option{};
    /// What is wrong with it. Never quotes a credential.
    std::string reason{};
};

/// What `value()` of a result throws that holds this error: `std::invalid_argument`.
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    option_error const& e, boost::source_location const& where);

} // namespace apideck::http

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/http/impl/option_error.ipp>
#endif

#endif
