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

#if defined(BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT)
#error "apideck can't be built with BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT: its handlers are erased by Asio's any_completion_handler, which does not compile then"
#endif

// GCC 11 and 12 destroy the temporaries of an aggregate type twice when they stand in a co_await
// expression, so operations refuse them at compile time there (see vault/create_session.hpp).
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
#define APIDECK_REFUSES_TEMPORARIES
#endif

// A program that compiles some units header-only and others apart has most functions twice, and its linker
// would silently take one. This makes the linker refuse, with a symbol that says what is wrong.

#if defined(_MSC_VER)

#if defined(APIDECK_SEPARATE_COMPILATION)
#pragma detect_mismatch("apideck " APIDECK_VERSION, "compiled apart (APIDECK_SEPARATE_COMPILATION)")
#else
#pragma detect_mismatch("apideck " APIDECK_VERSION, "header-only")
#endif

#elif defined(__ELF__) && defined(__GNUC__)

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

// Units of one mode share one inline function, and the global symbol inside it. The other mode's function
// has another name and the same symbol, which is then defined twice. Nothing calls them, and the symbol is
// hidden: shared libraries may each have their mode.
#if defined(APIDECK_SEPARATE_COMPILATION)
[[gnu::used]] inline void this_unit_is_compiled_apart() // GCOV_EXCL_LINE
#else
[[gnu::used]] inline void this_unit_is_header_only() // GCOV_EXCL_LINE
#endif
{
#define APIDECK_ONE_MODE                                                                           \
    "apideck_" APIDECK_VERSION "_is_header_only_in_one_unit_and_compiled_apart_in_another"
    asm(".globl " APIDECK_ONE_MODE "\n.hidden " APIDECK_ONE_MODE "\n" APIDECK_ONE_MODE ":");
#undef APIDECK_ONE_MODE
} // GCOV_EXCL_LINE

} // namespace apideck::detail

#endif

#endif
