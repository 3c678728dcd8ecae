#ifndef APIDECK_JSON_ENCODE_HPP
#define APIDECK_JSON_ENCODE_HPP

#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <string>
#include <type_traits>

namespace apideck::json {

namespace detail {

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
            auto const& value = model.*member.pointer;
            std::string_view const name = json_name(&model, member.name);
            if constexpr (is_optional<std::remove_cvref_t<decltype(value)>>) {
                if (value)
                    write_member(name, *value, at, first);
            } else {
                write_member(name, value, at, first);
            }
        });
        out_ += '}';
    }

    template <class T>
    void write_member(
        std::string_view name, T const& value, path const& at, bool& first)
    {
        if (!first)
            out_ += ',';
        first = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
        write(value, at / name);
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
