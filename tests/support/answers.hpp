#ifndef APIDECK_TESTS_SUPPORT_ANSWERS_HPP
#define APIDECK_TESTS_SUPPORT_ANSWERS_HPP

#include <apideck/core/answer.hpp>

#include <string>
#include <utility>

namespace apideck::tests {

/// An answer to a call whose key is "canary-key/1".
inline core::answer make_answer(int status, std::string body,
    http::headers headers = {{"Content-Type", "application/json"}})
{
    core::answer a;
    a.http.status = status;
    a.http.headers = std::move(headers);
    a.body = std::move(body);
    a.key = "canary-key/1";
    return a;
}

/// What becomes of it where it is no success.
inline error make_api_error(int status, std::string body,
    http::headers headers = {{"Content-Type", "application/json"}})
{
    return core::to_api_error(make_answer(status, std::move(body), std::move(headers)));
}

} // namespace apideck::tests

#endif
