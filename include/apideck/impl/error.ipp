#ifndef APIDECK_IMPL_ERROR_IPP
#define APIDECK_IMPL_ERROR_IPP

#include <apideck/error.hpp>

#include <boost/throw_exception.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

namespace detail {

/// Somebody else's text, made fit for one line of a log: shortened, and with a blank for each control
/// character.
inline std::string one_line(std::string_view text)
{
    constexpr std::size_t most = 200;
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t size = (std::min)(text.size(), most);
    while (size != 0 && size != text.size() && (byte(size) & 0xC0) == 0x80)
        --size; // not within a character
    std::string out;
    for (std::size_t i = 0; i != size; ++i) {
        // U+0080 to U+009F are control characters as well; in UTF-8 they are C2 80 to C2 9F.
        bool const high = byte(i) == 0xC2 && i + 1 != size && (byte(i + 1) & 0xE0) == 0x80;
        i += high;
        out += high || byte(i) < 0x20 || byte(i) == 0x7F ? ' ' : text[i];
    }
    if (size != text.size())
        out += "...";
    return out;
}

inline std::string describe(UnexpectedErrorResponse const& fields, int status)
{
    std::string out = std::to_string(status);
    if (fields.error)
        out += ' ' + one_line(*fields.error);
    if (fields.type_name)
        out += ": " + one_line(*fields.type_name);
    // Not `message`, which may quote what was sent: a log would hold names and addresses.
    return out;
}

inline std::string describe(response_validation_error const& e, int status)
{
    return std::to_string(status) + " with an unexpected body: "
        + (e.pointer.empty() ? "the body" : one_line(e.pointer)) + ": expected " + e.expected
        + ", found " + one_line(e.found);
}

inline std::string describe(connection_error const& e, int)
{
    std::string out = "connection failed (" + std::string(to_string(e.stage)) + "): ";
    out += e.code ? e.code.message() : std::string("no answer");
    if (!e.reason.empty())
        out += ": " + e.reason;
    if (!e.certificate_subject.empty())
        out += " (certificate: " + one_line(e.certificate_subject) + ')';
    return out;
}

inline std::string describe(timeout_error const& e, int)
{
    return "timed out (" + std::string(to_string(e.limit)) + " limit, during "
        + std::string(to_string(e.stage)) + ')';
}

inline std::string describe(cancelled_error const& e, int)
{
    return "cancelled by the caller (during " + std::string(to_string(e.stage)) + ')';
}

inline std::string describe(invalid_request_error const& e, int)
{
    if (e.field.empty())
        return e.reason;
    return "invalid request: " + one_line(e.field) + ": " + e.reason;
}

} // namespace detail

struct error::state {
    variant_type alternative;
    error::context context;
};

APIDECK_DECL error::error() : error(invalid_request_error{"", "no error"}) {}
APIDECK_DECL error::error(variant_type alternative, context c)
    : state_(std::make_shared<state const>(state{std::move(alternative), std::move(c)}))
{}
APIDECK_DECL error::error(error const&) noexcept = default;
APIDECK_DECL error& error::operator=(error const&) noexcept = default;
APIDECK_DECL error::~error() = default;

APIDECK_DECL error::variant_type const& error::alternative() const& noexcept
{
    return state_->alternative;
}
APIDECK_DECL error::variant_type error::alternative() const&& { return state_->alternative; }

APIDECK_DECL http_info const* error::http() const& noexcept
{
    auto const& http = state_->context.http;
    return http.status != 0 ? &http : nullptr;
}
APIDECK_DECL std::optional<http_info> error::http() const&&
{
    auto const* const found = http(); // *this is an lvalue here
    return found ? std::optional<http_info>(*found) : std::nullopt;
}

APIDECK_DECL std::vector<attempt> const& error::attempts() const& noexcept
{
    return state_->context.http.attempts;
}
APIDECK_DECL std::vector<attempt> error::attempts() const&& { return state_->context.http.attempts; }

APIDECK_DECL apideck::delivery error::delivery() const noexcept { return state_->context.delivery; }
APIDECK_DECL std::string const& error::body() const& noexcept { return state_->context.body; }
APIDECK_DECL std::string error::body() const&& { return state_->context.body; }
APIDECK_DECL bool error::body_truncated() const noexcept { return state_->context.body_truncated; }
APIDECK_DECL std::optional<duration> error::retry_after() const noexcept
{
    return state_->context.retry_after;
}

APIDECK_DECL UnexpectedErrorResponse const* error::api_fields() const& noexcept
{
    return visit([](auto const& alternative) -> UnexpectedErrorResponse const* {
        if constexpr (std::is_base_of_v<UnexpectedErrorResponse,
                          std::remove_cvref_t<decltype(alternative)>>)
            return &alternative;
        else
            return nullptr;
    });
}

APIDECK_DECL std::optional<UnexpectedErrorResponse> error::api_fields() const&&
{
    auto const* const fields = api_fields();
    return fields ? std::optional<UnexpectedErrorResponse>(*fields) : std::nullopt;
}

APIDECK_DECL std::ostream& operator<<(std::ostream& out, error const& e) { return out << e.message(); }

APIDECK_DECL std::string error::message() const
{
    std::string out = visit([this](auto const& alternative) {
        return detail::describe(alternative, state_->context.http.status);
    });
    if (attempts().empty())
        return out;
    out += " (";
    if (!state_->context.http.request_id.empty())
        out += "request id " + detail::one_line(state_->context.http.request_id) + ", ";
    out += std::to_string(attempts().size()) + (attempts().size() == 1 ? " attempt" : " attempts");
    if (!http())
        out += ", delivered: " + std::string(to_string(state_->context.delivery));
    return out + ')';
}

APIDECK_DECL exception::exception(apideck::error const& e)
    : std::runtime_error(e.message()), error_(e)
{}

APIDECK_DECL void throw_exception_from_error(error const& e, boost::source_location const& where)
{
    boost::throw_exception(exception(e), where);
}

} // namespace apideck

#endif
