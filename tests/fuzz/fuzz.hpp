#ifndef APIDECK_TESTS_FUZZ_FUZZ_HPP
#define APIDECK_TESTS_FUZZ_FUZZ_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// Ends the program where it does not hold, in every build: libFuzzer then keeps the input.
#define FUZZ_CHECK(...)                                                                            \
    ((__VA_ARGS__) ? void() : apideck::fuzz::failed(#__VA_ARGS__, __FILE__, __LINE__))

/// What libFuzzer, or replay.cpp with each file of a corpus, calls.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace apideck::fuzz {

[[noreturn]] inline void failed(char const* what, char const* file, int line)
{
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    std::abort();
}

inline std::string_view as_text(std::uint8_t const* data, std::size_t size)
{
    return {reinterpret_cast<char const*>(data), size};
}

/// Take the first line off a text, without its end.
inline std::string_view take_line(std::string_view& text)
{
    auto const line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

/// Decisions taken from bytes, one after the other; all are zero when the bytes are used up.
class decisions {
public:
    explicit decisions(std::string_view bytes) : rest_(bytes) {}

    unsigned byte()
    {
        if (rest_.empty())
            return 0;
        auto const out = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return out;
    }
    bool yes() { return byte() % 2 != 0; }
    std::string_view text(std::size_t most)
    {
        auto const out = rest_.substr(0, most);
        rest_.remove_prefix(out.size());
        return out;
    }

private:
    std::string_view rest_;
};

/// Sizes of pieces taken from bytes, again and again; without any, one piece of everything.
class pieces {
public:
    explicit pieces(std::string_view sizes) : sizes_(sizes) {}

    std::string_view take(std::string_view& text)
    {
        auto size = text.size();
        if (!sizes_.empty())
            size = static_cast<unsigned char>(sizes_[next_++ % sizes_.size()]) + std::size_t(1);
        auto const out = text.substr(0, size);
        text.remove_prefix(out.size());
        return out;
    }

private:
    std::string_view sizes_;
    std::size_t next_ = 0;
};

} // namespace apideck::fuzz

#endif
