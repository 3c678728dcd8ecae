#ifndef APIDECK_JSON_TEXT_HPP
#define APIDECK_JSON_TEXT_HPP

#include <apideck/detail/config.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/json/fwd.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <iosfwd>
#include <ostream>
#include <string>
#include <string_view>

namespace apideck::json {

/// Why a model can't be written as JSON.
struct encode_error {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole document.
    std::string pointer{};
    /// What is wrong there, without quoting the text.
    std::string reason{};

    friend bool operator==(encode_error const&, encode_error const&) = default;
};

/// Why a JSON text is not what was expected.
struct decode_error {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole document.
    std::string pointer{};
    /// What should stand there: "string", "valid JSON", ...
    std::string expected{};
    /// What stands there instead, without quoting it: "number", "nothing", "a syntax error at byte 7".
    std::string found{};

    friend bool operator==(decode_error const&, decode_error const&) = default;
};

/// Prints "/data/session_token: expected string, found nothing".
inline std::ostream& operator<<(std::ostream& out, decode_error const& e)
{
    return out << (e.pointer.empty() ? "the document" : e.pointer) << ": expected " << e.expected
               << ", found " << e.found;
}

/// What `value()` of a result throws that holds one of these errors: `std::invalid_argument`.
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    encode_error const& e, boost::source_location const& where);
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    decode_error const& e, boost::source_location const& where);

/// How deep a JSON document may be nested, in both directions; the document is the first level.
inline constexpr std::size_t max_depth = 64;

/** A place in a document while it is walked: a chain of steps on the stack that becomes a JSON
    pointer only where there is an error to report. */
struct path {
    path const* parent = nullptr;
    std::string_view name{};
    std::size_t index = 0;

    [[nodiscard]] path operator/(std::string_view member) const noexcept
    {
        return {this, member, 0};
    }
    [[nodiscard]] path operator/(std::size_t item) const noexcept { return {this, {}, item}; }

    /// By RFC 6901, `~` as `~0` and `/` as `~1`; empty for the whole document.
    [[nodiscard]] APIDECK_DECL std::string pointer() const;
};

/// The position of the first byte that is not part of well-formed UTF-8 (RFC 3629), or `npos`.
APIDECK_DECL std::size_t find_invalid_utf8(std::string_view text) noexcept;

/// Append `text`, which stands at `at` in its document, as a JSON string: as it is where it holds
/// nothing special, else escaped by Boost.JSON. @return What can't be written, or an empty reason.
APIDECK_DECL encode_error append_string(std::string& out, std::string_view text, path const& at);

/// Append any JSON value, which stands at `at` in its document. @return what can't be written, or
/// an empty reason.
APIDECK_DECL encode_error append_value(
    std::string& out, boost::json::value const& value, path const& at);
APIDECK_DECL encode_error append_object(
    std::string& out, boost::json::object const& value, path const& at);

/** Parse a whole JSON text with Boost.JSON: strict JSON, UTF-8, at most `max_depth` deep, nothing
    but white space after it. An object that has a name twice keeps the last (RFC 8259 section 4). */
APIDECK_DECL boost::system::result<boost::json::value, decode_error> parse(
    std::string_view text, boost::json::storage_ptr storage = {});

/// The kind of a value, for an error text: "null", "boolean", "number", "string", "array", "object".
APIDECK_DECL std::string_view kind_name(boost::json::value const& value) noexcept;

} // namespace apideck::json

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/json_text.ipp>
#endif

#endif
