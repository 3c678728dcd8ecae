#ifndef APIDECK_ERROR_HPP
#define APIDECK_ERROR_HPP

#include <apideck/attempt.hpp>
#include <apideck/detail/visit.hpp>
#include <apideck/error_alternatives.hpp>

#include <concepts>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/** Why a call has no value: one of a closed set of alternatives, one for each thing that a caller
    would do differently, and what is common to all of them.

    No text and no member holds the API key or a session token: where a server echoes one, it is
    replaced by `<redacted>`. (A key of less than eight characters is a test's and stays: any text
    may hold it by chance.)

    On a temporary, what else gives a pointer or a reference into the error gives a copy: up to
    Boost 1.81 `result::error()` returns one. So `r.error().attempts()` is safe everywhere; to look
    more than once, keep the error: `auto const& e = r.error();`.

    @par Object lifetimes
    It never changes, and copies share what they hold: a copy costs a counter. What is said to be valid
    as long as the error is so as long as any copy. Moving is copying.
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
        /// The answer's HTTP side, attempts included; `status` is 0 where no answer arrived.
        http_info http{};
        /// Whether the request may have reached the server, in any of the attempts.
        apideck::delivery delivery{};
        /// The answer's body as text, cut at `limits::error_body`.
        std::string body{};
        /// It was cut.
        bool body_truncated{};
        /// How long the server asked to wait before a next request.
        std::optional<duration> retry_after{};
    };

    /// Stands for no error. Boost.System's result needs it up to 1.81.
    APIDECK_DECL error();

    /// An error of which nothing else is known. Implicit, so that an alternative may be returned
    /// where a result is due.
    template <class T>
        requires detail::is_alternative<std::remove_cvref_t<T>, variant_type>
    error(T&& alternative) : error(variant_type(std::forward<T>(alternative)))
    {}
    /// The same, whichever of them it is. (A template, so that the variant is not made to find out
    /// whether something else converts to it.)
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

        @return What the function returned, which is of one type for all.
    */
    template <class... F>
    decltype(auto) visit(F&&... f) const
    {
        detail::overloaded visitor{std::forward<F>(f)...};
        static_assert(detail::visits_all<decltype(visitor), variant_type>,
            "apideck: every alternative of apideck::error needs a function; add a generic lambda "
            "[](auto const&) {...} for those that are treated alike");
        return std::visit(visitor, alternative());
    }

    /// The alternative if it is a T, else null (on a temporary: nothing). Valid as long as the
    /// error.
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

    /// The HTTP side of the answer, or null (on a temporary: nothing) where no whole one arrived.
    /// Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL http_info const* http() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::optional<http_info> http() const&&;
    /// @}

    /// Every attempt, in order; empty where nothing was tried. Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL std::vector<attempt> const& attempts() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::vector<attempt> attempts() const&&;
    /// @}

    /// Whether the request may have reached the server, in any of the attempts.
    [[nodiscard]] APIDECK_DECL apideck::delivery delivery() const noexcept;

    /// The answer's body as text where it is an error body or was not understood, else empty. The
    /// server's words, fit for nobody but a programmer. Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL std::string const& body() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::string body() const&&;
    /// @}

    /// The body was longer than `limits::error_body` and is cut there.
    [[nodiscard]] APIDECK_DECL bool body_truncated() const noexcept;

    /// How long the server asked to wait (`retry-after-ms`, `Retry-After`), where it did; not
    /// bounded by `retry_policy::max_interval`.
    [[nodiscard]] APIDECK_DECL std::optional<duration> retry_after() const noexcept;

    /// The fields of an API error body, for the six alternatives that have them; else null (on a
    /// temporary: nothing). A body that had none, such as a gateway's page, leaves every field unset.
    /// Valid as long as the error.
    /// @{
    [[nodiscard]] APIDECK_DECL UnexpectedErrorResponse const* api_fields() const& noexcept;
    [[nodiscard]] APIDECK_DECL std::optional<UnexpectedErrorResponse> api_fields() const&&;
    /// @}

    /// One line for a log: "401 Unauthorized: UnauthorizedError (request id 42, 1 attempt)". Texts of
    /// the server are shortened, control characters are blanks. The server's own sentence is not in
    /// it, for it may quote what was sent: that is `api_fields()->message`.
    [[nodiscard]] APIDECK_DECL std::string message() const;

private:
    // Apart, for a result is moved often, and each unit would compile what eleven alternatives take.
    struct state;
    std::shared_ptr<state const> state_; // never null
};

/// Prints `message()`.
APIDECK_DECL std::ostream& operator<<(std::ostream& out, error const& e);

} // namespace apideck

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/error.ipp>
#endif

#endif
