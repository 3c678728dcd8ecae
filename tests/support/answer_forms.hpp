#ifndef APIDECK_TESTS_SUPPORT_ANSWER_FORMS_HPP
#define APIDECK_TESTS_SUPPORT_ANSWER_FORMS_HPP

#include "created_body.hpp"

#include <apideck/testing/mock_answer.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace apideck::tests {

/// One good answer, in one of the ways in which HTTP/1.1 says where a body ends.
struct answer_form {
    char const* name;
    std::string text;
    bool ends_with_connection = false;

    [[nodiscard]] std::size_t head() const { return text.find("\r\n\r\n") + 4; }
    [[nodiscard]] testing::mock_answer answer() const
    {
        using enum testing::mock_ending;
        return testing::mock_answer::bytes(text, ends_with_connection ? close : keep_alive);
    }
};

[[nodiscard]] inline std::vector<answer_form> answer_forms()
{
    std::string const& body = created_body;
    std::string const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    std::string const chunks = "a;x=\"y\"\r\n" + body.substr(0, 10) + "\r\n50\r\n"
        + body.substr(10, 80) + "\r\n0\r\nTrailer: t\r\n\r\n";
    return {
        {"length", head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body},
        {"chunks", head + "Transfer-Encoding: chunked\r\n\r\n" + chunks},
        {"until close", head + "\r\n" + body, true},
    };
}

} // namespace apideck::tests

#endif
