// Counts allocations; preloaded, so that a run without it has the C library's own malloc.
// What libssl and libcrypto ask for is counted apart too, by where the call came from.

#include <link.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

// All, those of OpenSSL, bytes.
unsigned long benchmark_allocations[3];
}

namespace {

struct range {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};
range openssl[2];

int find_openssl(dl_phdr_info* object, std::size_t, void* count)
{
    auto& found = *static_cast<int*>(count);
    if (found < 2
        && (std::strstr(object->dlpi_name, "libssl.")
            || std::strstr(object->dlpi_name, "libcrypto.")))
        for (int i = 0; i != object->dlpi_phnum; ++i) {
            auto const& segment = object->dlpi_phdr[i];
            if (segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0) {
                auto const begin = object->dlpi_addr + segment.p_vaddr;
                openssl[found++] = {begin, begin + segment.p_memsz};
                break;
            }
        }
    return 0;
}

[[gnu::constructor]] void begin()
{
    int found = 0;
    dl_iterate_phdr(&find_openssl, &found);
}

void count(std::size_t size, void* caller)
{
    auto const from = reinterpret_cast<std::uintptr_t>(caller);
    auto const add = [](unsigned long& to, unsigned long n) {
        __atomic_fetch_add(&to, n, __ATOMIC_RELAXED);
    };
    add(benchmark_allocations[0], 1);
    for (range const& r : openssl)
        if (from >= r.begin && from < r.end)
            add(benchmark_allocations[1], 1);
    add(benchmark_allocations[2], size);
}

} // namespace

extern "C" {

void* malloc(std::size_t size)
{
    count(size, __builtin_return_address(0));
    return __libc_malloc(size);
}

void* calloc(std::size_t n, std::size_t size)
{
    count(n * size, __builtin_return_address(0));
    return __libc_calloc(n, size);
}

void* realloc(void* old, std::size_t size)
{
    count(size, __builtin_return_address(0));
    return __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size)
{
    count(size, __builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** out, std::size_t alignment, std::size_t size)
{
    count(size, __builtin_return_address(0));
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}
}
