#ifndef APIDECK_DETAIL_PREFETCH_HPP
#define APIDECK_DETAIL_PREFETCH_HPP

#include <apideck/detail/config.hpp>

#include <cstddef>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

/// Have memory brought to the caches that is about to be used. Any address will do.
inline void prefetch([[maybe_unused]] void const* from, [[maybe_unused]] std::size_t bytes) noexcept
{
#if defined(__GNUC__)
    constexpr std::size_t line = 64; // of the usual processors' caches
    for (std::size_t at = 0; at < bytes; at += line)
        __builtin_prefetch(static_cast<char const*>(from) + at);
#endif
}

} // namespace apideck::detail

#endif
