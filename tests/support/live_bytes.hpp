#ifndef APIDECK_TESTS_SUPPORT_LIVE_BYTES_HPP
#define APIDECK_TESTS_SUPPORT_LIVE_BYTES_HPP

#include <cstddef>
#include <optional>

#if defined(__GLIBC__) && defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 33) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define APIDECK_TESTS_COUNT_LIVE_BYTES
#include <malloc.h>
#endif
#endif

namespace apideck::tests {

/// The bytes that the program has allocated and not freed; nothing where the system's allocator does
/// not tell, or is a sanitizer's, which holds freed blocks back.
[[nodiscard]] inline std::optional<std::size_t> live_bytes()
{
#if defined(APIDECK_TESTS_COUNT_LIVE_BYTES)
    auto const info = mallinfo2();
    return info.uordblks + info.hblkhd;
#else
    return std::nullopt;
#endif
}

} // namespace apideck::tests

#endif
