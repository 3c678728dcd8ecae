#ifndef APIDECK_JSON_ENCODE_HPP
#define APIDECK_JSON_ENCODE_HPP

#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>
#include <apideck/json/writer.hpp>

#include <boost/json/fwd.hpp>
#include <boost/system/result.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

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

#endif
