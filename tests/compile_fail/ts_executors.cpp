// expect: apideck can't be built with BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT
#ifndef CONTROL
#define BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT
#endif
#include <apideck/detail/config.hpp>
