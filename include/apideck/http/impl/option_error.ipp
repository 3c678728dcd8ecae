#ifndef APIDECK_HTTP_IMPL_OPTION_ERROR_IPP
#define APIDECK_HTTP_IMPL_OPTION_ERROR_IPP

#include <apideck/http/option_error.hpp>

#include <boost/throw_exception.hpp>

#include <stdexcept>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http {

APIDECK_DECL void throw_exception_from_error(
    option_error const& e, boost::source_location const& where)
{
    boost::throw_exception(std::invalid_argument(e.option + ": " + e.reason), where);
}

} // namespace apideck::http

#endif
