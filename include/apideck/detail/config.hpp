#ifndef APIDECK_DETAIL_CONFIG_HPP
#define APIDECK_DETAIL_CONFIG_HPP

// Header-only is the default. A program that defines APIDECK_SEPARATE_COMPILATION (for every
// unit alike) includes <apideck/src.hpp> in exactly one of them; the others then get declarations.

#include <apideck/version.hpp>

#include <boost/version.hpp>

#if BOOST_VERSION < 108100
#error "apideck needs Boost 1.81 or newer"
#endif

#if defined(APIDECK_SEPARATE_COMPILATION)
#define APIDECK_DECL
#else
#define APIDECK_HEADER_ONLY
#define APIDECK_DECL inline
#endif
#include <apideck/detail/one_mode.hpp>

#if defined(BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT)
#error "apideck can't be built with BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT: its handlers are erased by Asio's any_completion_handler, which does not compile then"
#endif

// GCC 11 and 12 destroy the temporaries of an aggregate type twice when they stand in a co_await
// expression, so operations refuse them at compile time there (see vault/create_session.hpp).
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
#define APIDECK_REFUSES_TEMPORARIES
#endif

#endif
