#ifndef APIDECK_TESTS_SUPPORT_WITHOUT_EXCEPTIONS_HPP
#define APIDECK_TESTS_SUPPORT_WITHOUT_EXCEPTIONS_HPP

#include <string>

namespace apideck::tests {

/// Where a program compiled without exceptions makes its calls.
struct without_exceptions {
    std::string server_url;
    std::string ca_pem;
    /// Ask a function for the key, rather than give it.
    bool key_by_function = false;
};

/// Create a session, by callback. @return Its token, or the error's message.
[[nodiscard]] std::string create_session_without_exceptions(without_exceptions const& where);

} // namespace apideck::tests

#endif
