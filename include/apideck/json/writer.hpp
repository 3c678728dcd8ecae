#ifndef APIDECK_JSON_WRITER_HPP
#define APIDECK_JSON_WRITER_HPP

#include <apideck/json/text.hpp>

#include <boost/json/fwd.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

/** Appends JSON text to a string, and keeps the first thing that JSON can't hold: text that is not
    UTF-8, a number that is not finite, nesting beyond `max_depth`.

    What is written gathers in a block of the writer's own, so that a text that fits into it costs
    the string one allocation of just its size. `finish` must be called for the text to arrive.
*/
class writer {
public:
    /// Appends to `out`, which must outlive it and must not be changed meanwhile.
    explicit writer(std::string& out) : out_(out), before_(out.size()) {}
    writer(writer const&) = delete;
    writer& operator=(writer const&) = delete;

    /// Write what is JSON text already.
    void raw(std::string_view text)
    {
        if (text.size() > room())
            return spill(text);
        std::memcpy(end_, text.data(), text.size());
        end_ += text.size();
    }

    /// Write `,"name":`, or `{"name":` before the first member of an object.
    template <std::size_t N>
    void begin_member(std::array<char, N> const& prefix, bool first)
    {
        if (N > room())
            spill({});
        std::memcpy(end_, prefix.data(), N); // of a size that the compiler knows
        if (first)
            *end_ = '{';
        end_ += N;
    }

    /// Write a whole number.
    /// @{
    APIDECK_DECL void integer(std::int64_t number);
    APIDECK_DECL void integer(std::uint64_t number);
    /// @}

    /// Write a text that stands at `at` in its document, escaped as Boost.JSON does.
    APIDECK_DECL void string(std::string_view text, path const& at);

    /// Write any JSON value that stands at `at` in its document.
    /// @{
    APIDECK_DECL void value(boost::json::value const& value, path const& at);
    APIDECK_DECL void object(boost::json::object const& object, path const& at);
    /// @}

    /// The end. @return The first thing that can't be written, in which case the string is as it
    /// was, or an empty reason.
    [[nodiscard]] APIDECK_DECL encode_error finish();

private:
    [[nodiscard]] std::size_t room() const noexcept
    {
        return static_cast<std::size_t>(block_ + sizeof block_ - end_);
    }
    APIDECK_DECL void spill(std::string_view text);
    APIDECK_DECL void refuse(path const& at, std::string reason);
    APIDECK_DECL std::size_t quote(std::string_view text);
    APIDECK_DECL std::size_t quote_any(std::string_view text);
    APIDECK_DECL void put(boost::json::value const& value, path const& at, std::size_t depth);
    APIDECK_DECL void put_array(boost::json::array const& array, path const& at, std::size_t depth);
    APIDECK_DECL void put_object(
        boost::json::object const& object, path const& at, std::size_t depth);

    std::string& out_;
    std::size_t before_;
    encode_error error_;
    char block_[2048]; // a name in a model is much shorter
    char* end_ = block_;
};

} // namespace apideck::json

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/json/impl/writer.ipp>
#endif

#endif
