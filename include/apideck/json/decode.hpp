#ifndef APIDECK_JSON_DECODE_HPP
#define APIDECK_JSON_DECODE_HPP

#include <apideck/json/detail/layout.hpp>
#include <apideck/json/text.hpp>

#include <boost/system/result.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

namespace detail {

APIDECK_DECL std::optional<decode_error> read(
    std::string_view text, layout const& what, void* out, reading how);

} // namespace detail

/** Read a whole JSON text (RFC 8259) into `out`, which is as `T{}` makes it: a model,
    `boost::json::value` for any JSON, or `boost::json::object`.

    The text is read by Boost.JSON's parser: strict JSON, UTF-8, at most `max_depth` deep, nothing
    but white space after it. An absent optional member stays unset, and so does a `null`; a
    required one that is missing and any value of another type is an error with its JSON pointer. Of
    a name that an object has twice the last counts (RFC 8259 section 4).

    @return The first thing in the text that does not fit, in which case `out` has no defined value. A
        missing member counts as found at the end of its object. An error of syntax comes first.
*/
template <class T>
[[nodiscard]] std::optional<decode_error> decode_to(
    T& out, std::string_view text, reading how = reading::answer)
{
    return detail::read(text, detail::layout_of<T>::table, &out, how);
}

/// Read a value from JSON text (see `decode_to`).
template <class T>
[[nodiscard]] boost::system::result<T, decode_error> decode_text(
    std::string_view text, reading how = reading::answer)
{
    T out{};
    if (auto wrong = json::decode_to(out, text, how))
        return {boost::system::in_place_error, std::move(*wrong)};
    return {boost::system::in_place_value, std::move(out)};
}

} // namespace apideck::json

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/json/impl/decode.ipp>
#endif

#endif
