#ifndef APIDECK_TESTS_SUPPORT_JSON_DOM_HPP
#define APIDECK_TESTS_SUPPORT_JSON_DOM_HPP

#include <apideck/json/decode.hpp>
#include <apideck/json/reflect.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// Models by way of Boost.JSON's DOM, and documents for them that chance makes.

namespace apideck::tests {

/// A member's name in JSON.
template <class T>
std::string_view name_of(std::string_view member)
{
    using json::json_name; // beside it a model's own
    return json_name(static_cast<T const*>(nullptr), member);
}

/// The model that a DOM is, or nothing where it does not fit.
template <class T>
std::optional<T> from_dom(boost::json::value const& in, json::reading how)
{
    if constexpr (std::is_same_v<T, boost::json::value>) {
        return in;
    } else if constexpr (std::is_same_v<T, boost::json::object>) {
        return in.is_object() ? std::optional<T>(in.get_object()) : std::nullopt;
    } else if constexpr (std::is_same_v<T, bool>) {
        return in.is_bool() ? std::optional<T>(in.get_bool()) : std::nullopt;
    } else if constexpr (std::is_integral_v<T>) {
        return in.is_int64() ? std::optional<T>(in.get_int64()) : std::nullopt;
    } else if constexpr (std::is_same_v<T, std::string> || json::open_enumeration<T>) {
        return in.is_string() ? std::optional<T>(std::string(in.get_string())) : std::nullopt;
    } else if constexpr (json::is_vector<T>) {
        if (!in.is_array())
            return std::nullopt;
        T out;
        for (auto const& item : in.get_array()) {
            auto read = from_dom<typename T::value_type>(item, how);
            if (!read)
                return std::nullopt;
            out.push_back(std::move(*read));
        }
        return out;
    } else {
        if (!in.is_object())
            return std::nullopt;
        std::optional<T> out(std::in_place);
        std::size_t known = 0;
        json::for_each_member<T>([&](auto member) {
            auto const* value = in.get_object().if_contains(name_of<T>(member.name));
            known += value != nullptr;
            if (!out)
                return;
            auto& to = (*out).*member.pointer;
            using type = std::remove_reference_t<decltype(to)>;
            if constexpr (json::is_optional<type>) {
                using inner = typename type::value_type;
                if (!value || (value->is_null() && !std::is_same_v<inner, boost::json::value>))
                    return;
                if (auto read = from_dom<inner>(*value, how))
                    to = std::move(read);
                else if (how != json::reading::lenient)
                    out.reset();
            } else if (auto read = value ? from_dom<type>(*value, how) : std::nullopt) {
                to = std::move(*read);
            } else {
                out.reset();
            }
        });
        if (how == json::reading::document && known != in.get_object().size())
            return std::nullopt;
        return out;
    }
}

/// The DOM that a model is.
template <class T>
boost::json::value to_dom(T const& model)
{
    if constexpr (json::open_enumeration<T>) {
        return boost::json::value(model.text());
    } else if constexpr (json::is_vector<T>) {
        boost::json::array out;
        for (auto const& item : model)
            out.push_back(to_dom(item));
        return out;
    } else if constexpr (json::described<T>) {
        boost::json::object out;
        json::for_each_member<T>([&](auto member) {
            auto const& value = model.*member.pointer;
            std::string_view const name = name_of<T>(member.name);
            if constexpr (!json::is_optional<std::remove_cvref_t<decltype(value)>>)
                out[name] = to_dom(value);
            else if (value)
                out[name] = to_dom(*value);
        });
        return out;
    } else {
        return boost::json::value(model);
    }
}

/// Makes JSON text that nearly is a model's.
class maker {
public:
    explicit maker(unsigned seed) : random_(seed) {}

    template <class T>
    std::string text()
    {
        if (one_in(odds_))
            return anything(2);
        if constexpr (json::is_optional<T>) {
            return text<typename T::value_type>();
        } else if constexpr (std::is_same_v<T, boost::json::value>) {
            return anything(2);
        } else if constexpr (std::is_same_v<T, boost::json::object>) {
            return "{\"a\":" + anything(2) + ",\"a\":" + anything(1) + ",\"\\u00e9\":1}";
        } else if constexpr (std::is_same_v<T, bool>) {
            return one_in(2) ? "true" : "false";
        } else if constexpr (std::is_integral_v<T>) {
            return std::to_string(static_cast<std::int64_t>(random_()));
        } else if constexpr (std::is_same_v<T, std::string> || json::open_enumeration<T>) {
            return one_in(2) ? "\"text\"" : R"("a long\u0020text with \"escapes\" \ud83d\ude00 \u00e9")";
        } else if constexpr (json::is_vector<T>) {
            std::string out = "[";
            for (bool more = !one_in(3); more; more = one_in(2))
                out += (out.size() > 1 ? "," : "") + text<typename T::value_type>();
            return out + ']';
        } else {
            std::string out = "{";
            json::for_each_member<T>([&](auto member) {
                using type = std::remove_reference_t<decltype(std::declval<T&>().*member.pointer)>;
                std::string const name(name_of<T>(member.name));
                constexpr bool optional = json::is_optional<type>;
                for (bool more = !one_in(optional ? 4 : odds_); more; more = one_in(8))
                    out += (out.size() > 1 ? ",\"" : "\"") + name + "\":" + text<type>();
                if (one_in(odds_))
                    out += (out.size() > 1 ? ",\"" : "\"") + name + "_\": " + anything(2);
            });
            return out + '}';
        }
    }

    /// One in how many values is of another type than it should be.
    unsigned odds_ = 0;

private:
    bool one_in(unsigned n) { return n != 0 && random_() % n == 0; }

    std::string anything(unsigned depth)
    {
        switch (random_() % (depth == 0 ? 5 : 7)) {
        case 0: return "null";
        case 1: return " true";
        case 2: return "18446744073709551615";
        case 3: return "-1.25e-3";
        case 4: return R"("a\/b\n")";
        case 5: return "[" + anything(depth - 1) + " , " + anything(depth - 1) + "]";
        default: return R"({"x":)" + anything(depth - 1) + R"(,"x":)" + anything(depth - 1) + "}";
        }
    }

    std::mt19937 random_;
};

} // namespace apideck::tests

#endif
