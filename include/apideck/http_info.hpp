#ifndef APIDECK_HTTP_INFO_HPP
#define APIDECK_HTTP_INFO_HPP

#include <apideck/attempt.hpp>
#include <apideck/http/headers.hpp>

#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// The HTTP side of an answer.
struct http_info {
    /// The status of the last attempt.
    int status{};
    /// The header fields of the last attempt's answer. The key is replaced in them, and in an error a
    /// session's token and address too.
    http::headers headers{};
    /// `Request-Id` (else `x-request-id`), to quote to Apideck's support; empty where there is
    /// none.
    std::string request_id{};
    /// Every attempt of the call, in order.
    std::vector<attempt> attempts{};
};

} // namespace apideck

#endif
