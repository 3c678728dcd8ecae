#ifndef APIDECK_JSON_DECODE_HPP
#define APIDECK_JSON_DECODE_HPP

#include <apideck/json/reflect.hpp>
#include <apideck/json/text.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::json {

/// How a document that does not fit its model is read.
enum class reading {
    /// What a server sends: unknown names are ignored, so that an API may grow; anything else that
    /// does not fit is an error.
    answer,
    /// What a person wrote: as `answer`, but an unknown name is an error too, for it is a typing error.
    document,
    /// What may be anything: an optional member that does not fit is left unset.
    lenient,
};

namespace detail {

class decoder {
public:
    explicit decoder(reading how) : how_(how) {}

    template <class T>
    bool read(boost::json::value const& in, T& out, path const& at)
    {
        if constexpr (std::is_same_v<T, boost::json::value>) {
            out = in;
            return true;
        } else if constexpr (std::is_same_v<T, bool>) {
            return take(in.if_bool(), out) || refuse(at, "boolean", in);
        } else if constexpr (std::is_integral_v<T>) {
            return read_integer(in, out) || refuse(at, "integer", in);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return read_text(in, out) || refuse(at, "string", in);
        } else if constexpr (open_enumeration<T>) {
            std::string text;
            if (!read_text(in, text))
                return refuse(at, "string", in);
            out = T(std::move(text));
            return true;
        } else if constexpr (std::is_same_v<T, boost::json::object>) {
            return take(in.if_object(), out) || refuse(at, "object", in);
        } else if constexpr (is_vector<T>) {
            return read_array(in, out, at);
        } else {
            static_assert(described<T>, "describe the type with BOOST_DESCRIBE_STRUCT");
            return read_object(in, out, at);
        }
    }

    [[nodiscard]] decode_error const& error() const noexcept { return error_; }

private:
    template <class From, class To>
    static bool take(From const* from, To& to)
    {
        if (from)
            to = *from;
        return from != nullptr;
    }

    static bool read_text(boost::json::value const& in, std::string& out)
    {
        auto const* text = in.if_string();
        if (text)
            out.assign(text->data(), text->size());
        return text != nullptr;
    }

    // A whole number written as 400.0 is taken: the API declares some integers as "number".
    template <class T>
    static bool read_integer(boost::json::value const& in, T& out)
    {
        if (auto const* d = in.if_double()) {
            constexpr double limit = 9007199254740992.0; // 2^53: beyond it a double skips integers
            if (!(*d >= -limit && *d <= limit) || *d != static_cast<double>(static_cast<T>(*d)))
                return false;
            out = static_cast<T>(*d);
            return true;
        }
        auto const* i = in.if_int64();
        if (!i || *i < std::numeric_limits<T>::min() || *i > std::numeric_limits<T>::max())
            return false;
        out = static_cast<T>(*i);
        return true;
    }

    template <class T>
    bool read_array(boost::json::value const& in, T& out, path const& at)
    {
        auto const* array = in.if_array();
        if (!array)
            return refuse(at, "array", in);
        out.clear();
        for (std::size_t i = 0; i != array->size(); ++i) {
            path const item = at / i;
            if constexpr (open_enumeration<typename T::value_type>) {
                auto const* text = (*array)[i].if_string();
                if (!text)
                    return refuse(item, "string", (*array)[i]);
                out.emplace_back(std::string(text->data(), text->size()));
            } else if (!read((*array)[i], out.emplace_back(), item)) {
                return false;
            }
        }
        return true;
    }

    template <class T>
    bool read_object(boost::json::value const& in, T& out, path const& at)
    {
        auto const* object = in.if_object();
        if (!object)
            return refuse(at, "object", in);
        bool good = true;
        std::size_t known = 0;
        for_each_member<T>([&](auto member) {
            if (!good)
                return;
            std::string_view const name = json_name(&out, member.name);
            auto const* value = object->if_contains(name);
            known += value != nullptr;
            good = read_member(value, out.*member.pointer, at, name);
        });
        if (good && how_ == reading::document && known != object->size())
            return refuse_unknown<T>(*object, at);
        return good;
    }

    template <class T>
    bool read_member(boost::json::value const* in, T& out, path const& at,
        std::string_view name)
    {
        if constexpr (is_optional<T>) {
            out.reset();
            using inner = typename T::value_type;
            if (!in || (in->is_null() && !std::is_same_v<inner, boost::json::value>))
                return true;
            inner value{};
            if (read(*in, value, at / name))
                out = std::move(value);
            else if (how_ != reading::lenient)
                return false;
            return true;
        } else {
            if (in)
                return read(*in, out, at / name);
            error_ = {(at / name).pointer(), expected_kind<T>(), "nothing"};
            return false;
        }
    }

    template <class T>
    static constexpr char const* expected_kind()
    {
        if constexpr (std::is_same_v<T, bool>)
            return "boolean";
        else if constexpr (std::is_integral_v<T>)
            return "integer";
        else if constexpr (is_vector<T>)
            return "array";
        else if constexpr (std::is_same_v<T, std::string> || open_enumeration<T>)
            return "string";
        else
            return "object";
    }

    template <class T>
    bool refuse_unknown(boost::json::object const& object, path const& at)
    {
        for (auto const& item : object) {
            std::string_view const key = item.key();
            bool found = false;
            for_each_member<T>([&](auto member) {
                found = found || json_name(static_cast<T const*>(nullptr), member.name) == key;
            });
            if (!found) {
                error_ = {(at / key).pointer(), "no member of this name",
                    std::string(kind_name(item.value()))};
                return false;
            }
        }
        return true;
    }

    bool refuse(path const& at, char const* expected, boost::json::value const& found)
    {
        error_ = {at.pointer(), expected, std::string(kind_name(found))};
        return false;
    }

    reading how_;
    decode_error error_;
};

} // namespace detail

/** Read a model from a JSON value.

    An absent optional member stays unset, and so does a `null`; a required one that is missing and
    any value of another type is an error with its JSON pointer. */
template <class T>
[[nodiscard]] boost::system::result<T, decode_error> decode(
    boost::json::value const& in, reading how = reading::answer)
{
    T out{};
    detail::decoder decoder(how);
    if (!decoder.read(in, out, {}))
        return {boost::system::in_place_error, decoder.error()};
    return {boost::system::in_place_value, std::move(out)};
}

/// Read a model from JSON text (see `parse` and `decode`).
template <class T>
[[nodiscard]] boost::system::result<T, decode_error> decode_text(
    std::string_view text, reading how = reading::answer)
{
    // The document lives in this function only: small ones need no allocation.
    unsigned char stack[4096];
    boost::json::monotonic_resource memory(stack);
    auto value = parse(text, &memory);
    if (!value)
        return {boost::system::in_place_error, value.error()};
    return decode<T>(*value, how);
}

} // namespace apideck::json

#endif
