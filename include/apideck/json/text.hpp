#ifndef APIDECK_JSON_TEXT_HPP
#define APIDECK_JSON_TEXT_HPP

#include <apideck/detail/config.hpp>

#include <boost/assert/source_location.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::json {

/// Why a model can't be written as JSON.
struct encode_error {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole document.
    std::string pointer{};
    /// What is wrong there, without quoting the text.
    std::string reason{};

    /// Compares member by member.
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

    /// Compares member by member.
    friend bool operator==(decode_error const&, decode_error const&) = default;
};

/// Prints "/data/session_token: expected string, found nothing".
APIDECK_DECL std::ostream& operator<<(std::ostream& out, decode_error const& e);

/// `value()` of a result that holds one of these errors throws `std::invalid_argument`.
/// @{
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    encode_error const& e, boost::source_location const& where);
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    decode_error const& e, boost::source_location const& where);
/// @}

/// How a document that does not fit its model is read.
enum class reading {
    /// What a server sends: unknown names are ignored, so that an API may grow; anything else that
    /// does not fit is an error.
    answer,
    /// What a person wrote: as `answer`, but an unknown name is an error too, most likely a typing
    /// error.
    document,
    /// What may be anything: an optional member that does not fit is left unset.
    lenient,
};

/// How deep a JSON document may be nested, in both directions; the document is the first level.
inline constexpr std::size_t max_depth = 64;

/** A place in a document while it is walked: a chain of steps on the stack that becomes a JSON
    pointer only if there is an error to report. */
struct path {
    /// Where this step begins; null for the whole document. Must outlive this, as `name` must.
    path const* parent = nullptr;
    /// The member's name in JSON; empty for an array's item.
    std::string_view name{};
    /// The item's index, from 0.
    std::size_t index = 0;

    /// The place of a member, or of an array's item, in this one.
    /// @{
    [[nodiscard]] path operator/(std::string_view member) const noexcept
    {
        return {this, member, 0};
    }
    [[nodiscard]] path operator/(std::size_t item) const noexcept { return {this, {}, item}; }
    /// @}

    /// By RFC 6901, `~` as `~0` and `/` as `~1`; empty for the whole document.
    [[nodiscard]] APIDECK_DECL std::string pointer() const;
};

/// The position of the first byte that is not part of well-formed UTF-8 (RFC 3629), or `npos`.
APIDECK_DECL std::size_t find_invalid_utf8(std::string_view text) noexcept;

namespace detail {

/// Print a text so that it leaves neither its line nor its quotes: control characters, quotes and
/// backslashes are escaped as in JSON, all else is as it was.
APIDECK_DECL void print_text(std::ostream& out, std::string_view text);

/// Print a text as it is.
APIDECK_DECL void print_raw(std::ostream& out, std::string_view text);

} // namespace detail

} // namespace apideck::json

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/json/impl/text.ipp>
#endif

#endif
