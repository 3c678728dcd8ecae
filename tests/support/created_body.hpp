#ifndef APIDECK_TESTS_SUPPORT_CREATED_BODY_HPP
#define APIDECK_TESTS_SUPPORT_CREATED_BODY_HPP

#include <string>

namespace apideck::tests {

/// The body of an answer to `sessions.create`, with the least that it must have.
inline std::string const created_body
    = R"({"status_code":200,"status":"OK","data":{"session_uri":"https://v/s","session_token":"t"}})";

} // namespace apideck::tests

#endif
