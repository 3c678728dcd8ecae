#ifndef APIDECK_IMPL_EXCEPTION_IPP
#define APIDECK_IMPL_EXCEPTION_IPP

#include <apideck/exception.hpp>

#include <boost/throw_exception.hpp>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

APIDECK_DECL exception::exception(apideck::error const& e)
    : std::runtime_error(e.message()), error_(e)
{}

APIDECK_DECL void throw_exception_from_error(error const& e, boost::source_location const& where)
{
    boost::throw_exception(exception(e), where);
}

} // namespace apideck

#endif
