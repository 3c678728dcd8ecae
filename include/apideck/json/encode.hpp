#ifndef APIDECK_JSON_ENCODE_HPP
#define APIDECK_JSON_ENCODE_HPP

#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::json {

namespace detail {

/// `,"name":` for a member, made at compile time.
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

    /// Without the comma for the first member of an object.
    static constexpr std::string_view get(bool first)
    {
        return std::string_view(text.data(), text.size()).substr(first);
    }
};

/// Writes one value and keeps the first error; after an error the text is of no use.
class encoder {
public:
    explicit encoder(std::string& out) : out_(out) {}

    template <class T>
    void write(T const& value, path const& at)
    {
        if constexpr (std::is_same_v<T, bool>) {
            out_ += value ? "true" : "false";
        } else if constexpr (std::is_integral_v<T>) {
            char digits[24];
            out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
        } else if constexpr (std::is_same_v<T, std::string>) {
            keep(append_string(out_, value, at));
        } else if constexpr (open_enumeration<T>) {
            keep(append_string(out_, value.text(), at));
        } else if constexpr (std::is_same_v<T, boost::json::object>) {
            keep(append_object(out_, value, at));
        } else if constexpr (std::is_same_v<T, boost::json::value>) {
            keep(append_value(out_, value, at));
        } else if constexpr (is_vector<T>) {
            write_array(value, at);
        } else {
            static_assert(described<T>, "describe the type with BOOST_DESCRIBE_STRUCT");
            write_object(value, at);
        }
    }

    [[nodiscard]] encode_error const& error() const noexcept { return error_; }

private:
    void keep(encode_error e)
    {
        if (!e.reason.empty() && error_.reason.empty())
            error_ = std::move(e);
    }

    template <class T>
    void write_array(T const& items, path const& at)
    {
        out_ += '[';
        for (std::size_t i = 0; i != items.size(); ++i) {
            if (i != 0)
                out_ += ',';
            write(items[i], at / i);
        }
        out_ += ']';
    }

    template <class T>
    void write_object(T const& model, path const& at)
    {
        out_ += '{';
        bool first = true;
        for_each_member<T>([&](auto member) {
            using prefix = member_prefix<T, decltype(member)>;
            auto const& value = model.*member.pointer;
            if constexpr (is_optional<std::remove_cvref_t<decltype(value)>>) {
                if (value)
                    write_member<prefix>(*value, at, first);
            } else {
                write_member<prefix>(value, at, first);
            }
        });
        out_ += '}';
    }

    template <class Prefix, class T>
    void write_member(T const& value, path const& at, bool& first)
    {
        out_.append(Prefix::get(std::exchange(first, false)));
        write(value, at / Prefix::name);
    }

    std::string& out_;
    encode_error error_;
};

} // namespace detail

/** Append a model as JSON text: the members that are set, in the order of their declaration.

    @return The first thing that JSON can't hold (text that is not UTF-8, a number that is not
    finite, nesting beyond `max_depth`), in which case `out` is left as it was; else an empty reason.
*/
template <class T>
[[nodiscard]] encode_error encode_to(std::string& out, T const& model)
{
    std::size_t const before = out.size();
    detail::encoder encoder(out);
    encoder.write(model, {});
    if (!encoder.error().reason.empty())
        out.resize(before);
    return encoder.error();
}

/// A model as JSON text (see `encode_to`).
template <class T>
[[nodiscard]] boost::system::result<std::string, encode_error> encode(T const& model)
{
    std::string out;
    if (auto e = encode_to(out, model); !e.reason.empty())
        return {boost::system::in_place_error, std::move(e)};
    return {boost::system::in_place_value, std::move(out)};
}

} // namespace apideck::json

#endif
