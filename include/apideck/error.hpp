#ifndef APIDECK_ERROR_HPP
#define APIDECK_ERROR_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/message.hpp>
#include <apideck/models/error_responses.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <exception>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// An answer of the API that is neither the operation's success nor one of the five typed errors:
/// 403, 409, 418, 429, 5xx, but also a 202 or a redirect (which is never followed).
struct api_error : UnexpectedErrorResponse {
    /// The answer's status. (`status_code` is what the body says.)
    int status{};

    /// Compares member by member.
    friend bool operator==(api_error const&, api_error const&) = default;
};

/// The API reported success with a body that is not what it promises.
struct response_validation_error {
    /// Where, as a JSON pointer (RFC 6901); empty for the whole body, or its `Content-Type`.
    std::string pointer{};
    /// What should stand there: "string", "valid JSON", ...
    std::string expected{};
    /// What stands there, without quoting it: "number", "nothing", ... If the `Content-Type` is
    /// wrong, the type.
    std::string found{};

    /// Compares member by member.
    friend bool operator==(
        response_validation_error const&, response_validation_error const&) = default;
};

/// No whole answer arrived. `stage` says how far it got.
struct connection_error {
    /// What the last attempt was doing.
    apideck::stage stage{};
    /// What Asio, OpenSSL or Beast reported, or a transport of the caller's.
    boost::system::error_code code{};
    /// More about it: which check of a certificate failed and what to do, which limit was passed.
    std::string reason{};
    /// The subject of the certificate that was refused; empty if none was.
    std::string certificate_subject{};

    /// Compares member by member.
    friend bool operator==(connection_error const&, connection_error const&) = default;
};

/// The call ran into a time limit.
struct timeout_error {
    /// Which of the three.
    http::time_limit limit{};
    /// What the call was doing.
    apideck::stage stage{};

    /// Compares member by member.
    friend bool operator==(timeout_error const&, timeout_error const&) = default;
};

/// The caller cancelled the call, or shut its client down.
struct cancelled_error {
    /// What the call was doing.
    apideck::stage stage{};

    /// Compares member by member.
    friend bool operator==(cancelled_error const&, cancelled_error const&) = default;
};

/// An option or an argument can't make a request. Nothing was sent, unless `delivery()` says that
/// an attempt before was (a key provider may fail for a later one).
struct invalid_request_error {
    /// Which: a member of `client_options` or `call_options` ("api_key", "headers[2].value"), or a
    /// place in the body ("session/theme/logo").
    std::string field{};
    /// What is wrong with it. Never quotes the value.
    std::string reason{};
    /// What the caller's key provider threw, if that is the cause. The SDK does not print it: it may
    /// quote anything.
    std::exception_ptr cause{};

    /// Compares member by member; two causes are equal if they are the same object.
    friend bool operator==(invalid_request_error const&, invalid_request_error const&) = default;
};

namespace detail {

template <class... F>
struct overloaded : F... {
    using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

template <class Visitor, class Variant>
inline constexpr bool visits_all = false;
template <class Visitor, class... T>
inline constexpr bool visits_all<Visitor, std::variant<T...>>
    = (std::is_invocable_v<Visitor&, T const&> && ...);

} // namespace detail

/** Why a call has no value: one of a closed set of alternatives, one for each thing that a caller
    would do differently, and what is common to all of them.

    No text and no member holds the API key or a session token: if a server echoes one, `<redacted>`
    replaces it. (A key of less than eight characters is a test's and stays: any text may hold it by
    chance.)

    Members that give a pointer or a reference into the error give a copy when they are called on a
    temporary: up to Boost 1.81 `result::error()` returns one. So `r.error().attempts()` is safe
    everywhere; to look more than once, keep the error: `auto const& e = r.error();`.

    @par Object lifetimes
    An error never changes, and copies share what they hold: a copy costs a counter. What is valid as
    long as the error is valid as long as any copy. Moving is copying.
    @par Thread safety
    As a value of the standard library: const members may be called from several threads at once.
*/
class error {
public:
    /// The alternatives. A new one is a breaking change, and comes with a new minor version.
    using variant_type = std::variant<BadRequestResponse, UnauthorizedResponse,
        PaymentRequiredResponse, NotFoundResponse, UnprocessableResponse, api_error,
        response_validation_error, connection_error, timeout_error, cancelled_error,
        invalid_request_error>;

    /// What else is known of a failed call. An error that the SDK returns has what applies.
    struct context {
        /// The answer's HTTP side, attempts included; `status` is 0 if no answer arrived.
        http_info http{};
        /// Whether the request may have reached the server, in any of the attempts.
        apideck::delivery delivery{};
        /// The answer's body as text, cut at `limits::error_body`.
        std::string body{};
        /// Whether it was cut.
        bool body_truncated{};
        /// How long the server asked to wait before a next request.
        std::optional<duration> retry_after{};
    };

    /// Stands for no error. Boost.System's result needs it up to Boost 1.81.
    APIDECK_DECL error();

    /// An error of which nothing else is known. Implicit, so that a result can be an alternative.
    template <class T>
        requires boost::mp11::mp_contains<variant_type, std::remove_cvref_t<T>>::value
    error(T&& alternative) : error(variant_type(std::forward<T>(alternative)))
    {}
    /// The same, for any of them. (A template, so that no variant is made to see what converts to it.)
    template <std::same_as<variant_type> Variant>
    explicit error(Variant alternative) : error(std::move(alternative), context{})
    {}

    /// An alternative and what else is known.
    APIDECK_DECL error(variant_type alternative, context c);

    /// Copies share what they hold.
    /// @{
    APIDECK_DECL error(error const&) noexcept;
    APIDECK_DECL error& operator=(error const&) noexcept;
    APIDECK_DECL ~error();
    /// @}

    /** Call the one of `f` that takes the alternative (each by const reference).

        It does not compile unless every alternative is taken, so a new one can't be overlooked;
        a generic lambda takes the rest.

        @return What the function returned; all return one type. */
    template <class... F>
    decltype(auto) visit(F&&... f) const
    {
        detail::overloaded visitor{std::forward<F>(f)...};
        static_assert(detail::visits_all<decltype(visitor), variant_type>,
            "apideck: every alternative of apideck::error needs a function; add a generic lambda "
            "[](auto const&) {...} for those that are treated alike");
        return std::visit(visitor, alternative());
    }

    /// The alternative if it is a T, else null (on a temporary: nothing). Valid as long as the error.
    /// @{
    template <class T>
    [[nodiscard]] T const* get_if() const& noexcept
    {
        return std::get_if<T>(std::addressof(alternative()));
    }
    template <class T>
    [[nodiscard]] std::optional<T> get_if() const&&
    {
        T const* const found = std::get_if<T>(std::addressof(alternative()));
        return found ? std::optional<T>(*found) : std::nullopt;
    }
    /// @}

    /// Whether the alternative is a T.
    template <class T>
    [[nodiscard]] bool is() const noexcept
    {
        return std::holds_alternative<T>(alternative());
    }

    /// The alternative, for `std::visit`. Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL variant_type const& alternative() const& noexcept;
    [[nodiscard]] APIDECK_DECL variant_type alternative() const&&;
    /// @}

    /// The HTTP side of the answer, or null (on a temporary: nothing) if no whole one arrived.
    /// Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL http_info const* http() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::optional<http_info> http() const&&;
    /// @}

    /// Every attempt, in order; empty if nothing was tried. Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL std::vector<attempt> const& attempts() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::vector<attempt> attempts() const&&;
    /// @}

    /// Whether the request may have reached the server, in any of the attempts.
    [[nodiscard]] APIDECK_DECL apideck::delivery delivery() const noexcept;

    /// The answer's body as text if it is an error body or was not understood, else empty. The
    /// server's words, for a programmer's eyes only. Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL std::string const& body() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::string body() const&&;
    /// @}

    /// Whether the body was longer than `limits::error_body`, and so was cut there.
    [[nodiscard]] APIDECK_DECL bool body_truncated() const noexcept;

    /// How long the server asked to wait (`retry-after-ms`, `Retry-After`), if it did; not bounded by
    /// `retry_policy::max_interval`.
    [[nodiscard]] APIDECK_DECL std::optional<duration> retry_after() const noexcept;

    /// The fields of an API error body, for the six alternatives that have them; else null (on a
    /// temporary: nothing). A body that had none, such as a gateway's page, leaves every field unset.
    /// Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL UnexpectedErrorResponse const* api_fields() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::optional<UnexpectedErrorResponse> api_fields() const&&;
    /// @}

    /// One line for a log: "401 Unauthorized: UnauthorizedError (request id 42, 1 attempt)". The
    /// server's texts are shortened, and control characters become blanks. The server's own sentence,
    /// `api_fields()->message`, is not in it, for it may quote what was sent.
    [[nodiscard]] APIDECK_DECL std::string message() const;

private:
    // Not inline: results are moved often, and each unit would compile eleven alternatives.
    struct state;
    std::shared_ptr<state const> state_; // never null
};

/// Prints `message()`.
APIDECK_DECL std::ostream& operator<<(std::ostream& out, error const& e);

/// What `result<T>::value()` throws when there is no value. `what()` is the error's `message()`.
class exception : public std::runtime_error {
public:
    /// Holds a copy of the error.
    APIDECK_DECL explicit exception(apideck::error const& e);

    /// The error. Valid as long as the exception.
    [[nodiscard]] apideck::error const& error() const noexcept { return error_; }

private:
    apideck::error error_;
};

/// The customization point of `boost::system::result`: throws `exception`.
[[noreturn]] APIDECK_DECL void throw_exception_from_error(
    error const& e, boost::source_location const& where);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/error.ipp>
#endif

#endif
