#ifndef APIDECK_DETAIL_ASIO_HPP
#define APIDECK_DETAIL_ASIO_HPP

#include <apideck/detail/config.hpp>

#include <boost/asio/cancellation_type.hpp> // the smallest header that declares the namespace

namespace apideck {
namespace asio = boost::asio;
}

#endif
