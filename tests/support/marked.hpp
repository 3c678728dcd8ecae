#ifndef APIDECK_TESTS_SUPPORT_MARKED_HPP
#define APIDECK_TESTS_SUPPORT_MARKED_HPP

#include "loopback_fixture.hpp"

#include <string>
#include <utility>

namespace apideck::tests {

/// An answer with a field by which it is known.
inline testing::mock_answer marked(int status, std::string body)
{
    auto answer = testing::mock_answer::json(status, std::move(body));
    answer.headers.add("X-Answer", "yes");
    return answer;
}

/// Check what holds for each marked answer that is an error.
inline void check_error(loopback const& f, started_call const& c, int status)
{
    apideck::error const& e = c.error();
    CHECK(e.delivery() == delivery::certainly);
    REQUIRE(e.http());
    CHECK(e.http()->status == status);
    CHECK(e.http()->request_id == "mock-1");
    CHECK(e.http()->headers.find("X-Answer") == "yes");
    REQUIRE(e.attempts().size() == 1);
    CHECK(e.attempts()[0].status == status);
    CHECK(e.attempts()[0].request_id == "mock-1");
    CHECK_FALSE(e.attempts()[0].error);
    CHECK(e.message().find(std::to_string(status)) != std::string::npos);
    CHECK(f.mock->requests().size() == 1);
}

} // namespace apideck::tests

#endif
