#ifndef APIDECK_ERROR_ALTERNATIVES_HPP
#define APIDECK_ERROR_ALTERNATIVES_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/message.hpp>
#include <apideck/models/error_responses.hpp>

#include <boost/system/error_code.hpp>

#include <exception>
#include <string>

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
    /// What stands there, without quoting it: "number", "nothing", ... The type where it is the
    /// `Content-Type` that is wrong.
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
    /// The subject of the certificate that was refused; empty where none was.
    std::string certificate_subject{};

    /// Compares member by member.
    friend bool operator==(connection_error const&, connection_error const&) = default;
};

/// A limit of time struck.
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
    /// What the caller's key provider threw, where that is the cause. The SDK does not print it: it
    /// may quote anything.
    std::exception_ptr cause{};

    /// Compares member by member; two causes are equal where they are the same object.
    friend bool operator==(invalid_request_error const&, invalid_request_error const&) = default;
};

} // namespace apideck

#endif
