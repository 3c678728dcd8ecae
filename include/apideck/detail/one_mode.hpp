#ifndef APIDECK_DETAIL_ONE_MODE_HPP
#define APIDECK_DETAIL_ONE_MODE_HPP

// A program of which some units are header-only and others compiled apart has most functions twice, and its
// linker would silently take one. Here it is told to refuse that, by name of what is wrong.

#include <apideck/version.hpp>

#if defined(_MSC_VER)

#if defined(APIDECK_SEPARATE_COMPILATION)
#pragma detect_mismatch("apideck " APIDECK_VERSION, "compiled apart (APIDECK_SEPARATE_COMPILATION)")
#else
#pragma detect_mismatch("apideck " APIDECK_VERSION, "header-only")
#endif

#elif defined(__ELF__) && defined(__GNUC__)

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

// Units of one mode share one inline function, and with it the global symbol inside. The other mode has a
// function of another name with the same symbol: it is defined twice. Nothing calls them, and the symbol is
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
