#ifndef APIDECK_TESTS_SUPPORT_CANCELLATION_TYPES_HPP
#define APIDECK_TESTS_SUPPORT_CANCELLATION_TYPES_HPP

#include "catch.hpp"

#include <boost/asio/cancellation_type.hpp>

namespace apideck::tests {

/// Generates each type that ends a call.
inline boost::asio::cancellation_type any_cancellation_type()
{
    using enum boost::asio::cancellation_type;
    return GENERATE(terminal, partial, total);
}

} // namespace apideck::tests

#endif
