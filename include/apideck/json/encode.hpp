#ifndef APIDECK_JSON_ENCODE_HPP
#define APIDECK_JSON_ENCODE_HPP

#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/fwd.hpp>
#include <boost/system/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

/** Appends JSON text to a string, and keeps the first thing that JSON can't hold: text that is not
    UTF-8, a number that is not finite, nesting beyond `max_depth`.

    The writer gathers text in a block of its own, so that a text that fits into it costs the string
    one allocation of just its size. Call `finish` for the text to arrive.
*/
class writer {
public:
    /// Appends to `out`, which must outlive it and must not be changed meanwhile.
    explicit writer(std::string& out) : out_(out), before_(out.size()) {}
    writer(writer const&) = delete;
    writer& operator=(writer const&) = delete;

    /// Write text that is JSON already.
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

    /// Append what is left. @return The first thing that can't be written, in which case the string
    /// is as it was, or an empty reason.
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

namespace detail {

/// A member's name in JSON, and `,"name":`, made at compile time.
template <class T, class Member>
struct member_prefix {
    static constexpr std::string_view name = json_name(static_cast<T const*>(nullptr), Member::name);
    static constexpr auto text = [] {
        std::array<char, name.size() + 4> out{};
        out[0] = ',';
        out[1] = '"';
        std::ranges::copy(name, out.begin() + 2);
        out[name.size() + 2] = '"';
        out[name.size() + 3] = ':';
        return out;
    }();
};

template <class T>
void write(writer& out, T const& value, path const& at);

template <class Prefix, class T>
void write_member(writer& out, T const& value, path const& at, bool& first)
{
    out.begin_member(Prefix::text, std::exchange(first, false));
    detail::write(out, value, at / Prefix::name);
}

template <described T>
void write_object(writer& out, T const& model, path const& at)
{
    bool first = true;
    json::for_each_member<T>([&](auto member) {
        using prefix = member_prefix<T, decltype(member)>;
        auto const& value = model.*member.pointer;
        if constexpr (is_optional<std::remove_cvref_t<decltype(value)>>) {
            if (value)
                detail::write_member<prefix>(out, *value, at, first);
        } else {
            detail::write_member<prefix>(out, value, at, first);
        }
    });
    out.raw(first ? std::string_view("{}") : std::string_view("}"));
}

template <class T>
void write_array(writer& out, T const& items, path const& at)
{
    out.raw("[");
    for (std::size_t i = 0; i != items.size(); ++i) {
        if (i != 0)
            out.raw(",");
        detail::write(out, items[i], at / i);
    }
    out.raw("]");
}

template <class T>
void write(writer& out, T const& value, path const& at)
{
    if constexpr (std::is_same_v<T, bool>)
        out.raw(value ? "true" : "false");
    else if constexpr (std::is_integral_v<T>)
        out.integer(static_cast<std::int64_t>(value));
    else if constexpr (std::is_same_v<T, std::string>)
        out.string(value, at);
    else if constexpr (open_enumeration<T>)
        out.string(value.text(), at);
    else if constexpr (std::is_same_v<T, boost::json::object>)
        out.object(value, at);
    else if constexpr (std::is_same_v<T, boost::json::value>)
        out.value(value, at);
    else if constexpr (is_vector<T>)
        detail::write_array(out, value, at);
    else
        detail::write_object(out, value, at);
}

} // namespace detail

/** Append a model as JSON text: the members that are set, in the order of their declaration.

    @return The first thing that JSON can't hold (text that is not UTF-8, a number that is not
    finite, nesting beyond `max_depth`), in which case `out` is left as it was; else an empty reason.
*/
template <class T>
[[nodiscard]] encode_error encode_to(std::string& out, T const& model)
{
    writer to(out);
    detail::write(to, model, {});
    return to.finish();
}

/// A model as JSON text (see `encode_to`).
template <class T>
[[nodiscard]] boost::system::result<std::string, encode_error> encode(T const& model)
{
    std::string out;
    if (auto e = json::encode_to(out, model); !e.reason.empty())
        return {boost::system::in_place_error, std::move(e)};
    return {boost::system::in_place_value, std::move(out)};
}

} // namespace apideck::json

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/json/impl/encode.ipp>
#endif

#endif
