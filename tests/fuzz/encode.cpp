// A session made from the input's bytes, written as JSON and read again.

#include "json_values.hpp"

#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

namespace {

using namespace apideck;

/// A value of any type that a model may have, as the bytes decide.
class maker {
public:
    explicit maker(std::string_view bytes) : decide_(bytes) {}

    template <class T>
    T make()
    {
        if constexpr (std::is_same_v<T, bool>) {
            return decide_.yes();
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            return integer();
        } else if constexpr (std::is_same_v<T, std::string>) {
            return text();
        } else if constexpr (json::open_enumeration<T>) {
            return T(text());
        } else if constexpr (std::is_same_v<T, boost::json::object>) {
            return object(2);
        } else if constexpr (std::is_same_v<T, boost::json::value>) {
            return value(2);
        } else if constexpr (json::is_optional<T>) {
            return decide_.yes() ? T(make<typename T::value_type>()) : T();
        } else if constexpr (json::is_vector<T>) {
            T out;
            for (auto n = decide_.byte() % 4; n != 0; --n)
                out.push_back(make<typename T::value_type>());
            return out;
        } else {
            T out;
            json::for_each_member<T>([&](auto member) {
                auto& to = out.*member.pointer;
                to = make<std::remove_reference_t<decltype(to)>>();
            });
            return out;
        }
    }

private:
    std::string text() { return std::string(decide_.text(decide_.byte() % 64)); }

    std::uint64_t bits()
    {
        std::uint64_t out = 0;
        for (int i = 0; i != 8; ++i)
            out = out << 8 | decide_.byte();
        return out;
    }

    std::int64_t integer() { return std::bit_cast<std::int64_t>(bits()); }

    boost::json::object object(unsigned depth)
    {
        boost::json::object out;
        for (auto n = decide_.byte() % 4; n != 0; --n)
            out[text()] = value(depth + 1);
        return out;
    }

    // Deeper than what can be sent, but no deeper than the stack.
    boost::json::value value(unsigned depth)
    {
        auto const kind = decide_.byte() % (depth > json::max_depth + 4 ? 6 : 9);
        switch (kind) {
        case 0: return nullptr;
        case 1: return decide_.yes();
        case 2: return integer();
        case 3: return bits();
        case 4: return std::bit_cast<double>(bits());
        case 5: return boost::json::string(text());
        case 6: return object(depth);
        case 7: { // arrays within arrays, at the cost of two bytes
            boost::json::value out = value(depth + 1);
            for (auto n = decide_.byte() % (json::max_depth + 4); n != 0; --n)
                out = boost::json::array{std::move(out)};
            return out;
        }
        default: {
            boost::json::array out;
            for (auto n = decide_.byte() % 4; n != 0; --n)
                out.push_back(value(depth + 1));
            return out;
        }
        }
    }

    fuzz::decisions decide_;
};

template <class Model>
void check(Model const& model)
{
    std::string out = "before";
    auto const e = json::encode_to(out, model);
    FUZZ_CHECK(out.starts_with("before"));
    if (!e.reason.empty()) {
        FUZZ_CHECK(out == "before");
        FUZZ_CHECK(fuzz::is_pointer(e.pointer));
        FUZZ_CHECK(json::encode(model).error() == e);
        return;
    }
    FUZZ_CHECK(e.pointer.empty());
    auto const text = std::string_view(out).substr(6);
    FUZZ_CHECK(*json::encode(model) == text);
    FUZZ_CHECK(json::find_invalid_utf8(text) == text.npos);
    FUZZ_CHECK(text.find_first_of(std::string_view("\0\n\r", 3)) == text.npos);
    auto const again = json::decode_text<Model>(text, json::reading::document);
    FUZZ_CHECK(again && fuzz::same_model(*again, model));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const bytes = fuzz::as_text(data, size);
    check(maker(bytes).make<Session>());
    check(maker(bytes).make<CreateSessionResponse>());
    check(maker(bytes).make<BadRequestResponse>());
    return 0;
}
