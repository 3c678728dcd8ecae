// A program whose own code is compiled without exceptions. The SDK's bodies, and Asio's, are compiled
// with them, in other units.

#include "../support/catch.hpp"
#include "../support/without_exceptions.hpp"

#include <apideck/testing/mock_vault.hpp>

#include <boost/asio/thread_pool.hpp>

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("code without exceptions creates a session")
{
    bool const key_by_function = GENERATE(false, true);
    boost::asio::thread_pool elsewhere(1);
    testing::mock_vault mock(elsewhere.get_executor());
    auto const token
        = create_session_without_exceptions({mock.url(), mock.ca_pem(), key_by_function});
    CHECK_THAT(token, ContainsSubstring("eyJ"));
    CHECK(mock.requests().size() == 1);
}

TEST_CASE("code without exceptions has errors as values")
{
    boost::asio::thread_pool elsewhere(1);
    testing::mock_vault mock(elsewhere.get_executor());
    mock.answer(testing::mock_answer::json(404, "{}"));
    CHECK_THAT(create_session_without_exceptions({mock.url(), mock.ca_pem()}),
        ContainsSubstring("404"));
    CHECK_THAT(create_session_without_exceptions({mock.url(), "no certificate"}),
        ContainsSubstring("tls.ca_pem"));
    CHECK_THAT(create_session_without_exceptions({"not a URL", mock.ca_pem()}),
        ContainsSubstring("server_url"));
    CHECK_THAT(create_session_without_exceptions({mock.url(), {}}),
        ContainsSubstring("connection failed (handshake)"));
}
