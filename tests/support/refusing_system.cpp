#include "refusing_system.hpp"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <new>
#include <utility>

namespace {

std::deque<std::size_t> plan;
std::function<void()> hook;
std::atomic<std::size_t> most_memory = SIZE_MAX;
thread_local int blocks_before = -1; // the one that is refused
std::atomic<bool> refuses_threads = false;

} // namespace

extern "C" ssize_t send(int socket, void const* bytes, std::size_t size, int flags)
{
    if (!plan.empty()) {
        std::size_t const takes = plan.front();
        plan.pop_front();
        if (takes == 0) {
            if (auto const before = std::exchange(hook, {})) {
                before();
                pollfd readable{.fd = socket, .events = POLLIN, .revents = 0};
                poll(&readable, 1, 10'000);
            }
            errno = ENOBUFS;
            return -1;
        }
        size = takes < size ? takes : size;
    }
    return sendto(socket, bytes, size, flags, nullptr, 0);
}

extern "C" int pthread_create(
    pthread_t* thread, pthread_attr_t const* attributes, void* (*run)(void*), void* argument)
{
    if (refuses_threads)
        return EAGAIN;
    using function = decltype(&pthread_create);
    static auto const real = reinterpret_cast<function>(dlsym(RTLD_NEXT, "pthread_create"));
    return real(thread, attributes, run, argument);
}

void* operator new(std::size_t size, std::nothrow_t const&) noexcept
{
    bool const refused = size >= most_memory || (blocks_before >= 0 && blocks_before-- == 0);
    return refused ? nullptr : std::malloc(size == 0 ? 1 : size);
}

void* operator new(std::size_t size)
{
    if (void* const block = operator new(size, std::nothrow))
        return block;
    throw std::bad_alloc();
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, std::nothrow_t const&) noexcept { std::free(block); }

namespace apideck::tests {

void plan_sends(std::vector<std::size_t> takes, std::function<void()> answer)
{
    plan.assign(takes.begin(), takes.end());
    hook = std::move(answer);
}

std::size_t sends_left() { return plan.size(); }

no_memory_for::no_memory_for(std::size_t size) { most_memory = size; }
no_memory_for::~no_memory_for() { most_memory = SIZE_MAX; }

one_refusal::one_refusal(int after) { blocks_before = after; }
one_refusal::~one_refusal() { blocks_before = -1; }
bool one_refusal::happened() const { return blocks_before < 0; }

no_threads::no_threads() { refuses_threads = true; }
no_threads::~no_threads() { refuses_threads = false; }

} // namespace apideck::tests
