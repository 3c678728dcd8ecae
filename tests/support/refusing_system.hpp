#ifndef APIDECK_TESTS_SUPPORT_REFUSING_SYSTEM_HPP
#define APIDECK_TESTS_SUPPORT_REFUSING_SYSTEM_HPP

#include <cstddef>
#include <functional>
#include <vector>

namespace apideck::tests {

/** What the system says to the next calls of `send`, one each: the most bytes it takes, or 0 for a
    refusal with ENOBUFS. Sends after them go through.
    @param answer Called before the first refusal, which waits until the socket has something to receive.

    A program with this in it has a `send`, a `pthread_create` and an `operator new` of its own. */
void plan_sends(std::vector<std::size_t> takes, std::function<void()> answer = {});

/// How many of them have not been asked for.
[[nodiscard]] std::size_t sends_left();

/// While it lives there is no memory for a block of this size or more.
class no_memory_for {
public:
    explicit no_memory_for(std::size_t size);
    ~no_memory_for();
    no_memory_for(no_memory_for const&) = delete;
    no_memory_for& operator=(no_memory_for const&) = delete;
};

/// Refuses this thread one block of memory after so many.
class one_refusal {
public:
    explicit one_refusal(int after);
    ~one_refusal();
    /// Whether it was asked for.
    [[nodiscard]] bool happened() const;
    one_refusal(one_refusal const&) = delete;
    one_refusal& operator=(one_refusal const&) = delete;
};

/// While it lives there is no new thread.
class no_threads {
public:
    no_threads();
    ~no_threads();
    no_threads(no_threads const&) = delete;
    no_threads& operator=(no_threads const&) = delete;
};

} // namespace apideck::tests

#endif
