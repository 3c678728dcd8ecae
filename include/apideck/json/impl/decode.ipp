#ifndef APIDECK_JSON_IMPL_DECODE_IPP
#define APIDECK_JSON_IMPL_DECODE_IPP

// The values that the parser reads, and the parser.

#include <apideck/json/decode.hpp>
#include <apideck/json/detail/reader.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cmath>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json::detail {

APIDECK_DECL bool reader::on_string(string_view last, std::size_t, error_code&)
{
    auto const text = whole(last);
    switch (begin(json_kind::string)) {
    case goes::into_model: what_->set_text(value_, text); break;
    case goes::into_dom: dom_.push_string({text.data(), text.size()}); break;
    case goes::nowhere: break;
    }
    text_.clear();
    return end();
}

APIDECK_DECL bool reader::on_int64(std::int64_t number, string_view, error_code&)
{
    auto const to = begin(json_kind::number);
    if (to == goes::into_dom)
        dom_.push_int64(number);
    else if (to == goes::into_model && !what_->set_integer(value_, number))
        refuse(what_->name, json_kind::number);
    return end();
}

APIDECK_DECL bool reader::on_uint64(std::uint64_t number, string_view, error_code&)
{
    auto const to = begin(json_kind::number);
    if (to == goes::into_dom)
        dom_.push_uint64(number);
    else if (to == goes::into_model)
        refuse(what_->name, json_kind::number); // it is one beyond int64_t
    return end();
}

APIDECK_DECL bool reader::on_double(double number, string_view, error_code&)
{
    // A whole number written as 400.0 is taken: the API declares some integers as "number".
    constexpr double limit = 9007199254740992.0; // 2^53: beyond it a double skips integers
    auto const is_whole = [](double d) {
        return d >= -limit && d <= limit && std::fpclassify(std::fmod(d, 1.0)) == FP_ZERO;
    };
    auto const to = begin(json_kind::number);
    if (to == goes::into_dom) {
        // Boost.JSON makes infinity of 1e400, which can't be written again.
        if (!std::isfinite(number) && !std::exchange(dom_refused_, true))
            refuse("a number in the range of a double", "one beyond");
        dom_.push_double(number);
    } else if (to == goes::into_model
        && !(is_whole(number) && what_->set_integer(value_, static_cast<std::int64_t>(number))))
        refuse(what_->name, json_kind::number);
    return end();
}

APIDECK_DECL bool reader::on_bool(bool value, error_code&)
{
    auto const to = begin(json_kind::boolean);
    if (to == goes::into_dom)
        dom_.push_bool(value);
    else if (to == goes::into_model)
        *static_cast<bool*>(value_) = value;
    return end();
}

APIDECK_DECL bool reader::on_null(error_code&)
{
    if (begin(json_kind::null) == goes::into_dom)
        dom_.push_null();
    return end();
}

APIDECK_DECL std::optional<decode_error> read(
    std::string_view text, layout const& what, void* out, reading how)
{
    boost::json::parse_options options;
    options.max_depth = max_depth;
    boost::json::basic_parser<reader> parser(options, what, out, how);
    boost::system::error_code ec;
    std::size_t const consumed = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && text.find_first_not_of(" \t\r\n", consumed) != std::string_view::npos)
        ec = boost::json::error::extra_data;
    if (ec && text.empty())
        return decode_error{{}, "valid JSON", "nothing"};
    if (ec == boost::json::error::too_deep)
        return decode_error{{}, "JSON nested no deeper than " + std::to_string(max_depth),
            "more at byte " + std::to_string(consumed)};
    if (ec)
        return decode_error{
            {}, "valid JSON", ec.message() + " at byte " + std::to_string(consumed)};
    auto& errors = parser.handler().errors;
    if (!errors.empty())
        return std::move(errors.front());
    return std::nullopt;
}

} // namespace apideck::json::detail

#endif
