// Compiled with -fno-exceptions: a user's code that has switched them off.

#include "without_exceptions.hpp"

#include <apideck.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/assert/source_location.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

#if defined(__cpp_exceptions) && !defined(_MSC_VER)
#error "this is to be compiled without exceptions"
#endif

#if !defined(_MSC_VER)
// What Boost asks of such a program.
namespace boost {

void throw_exception(std::exception const& e, source_location const&)
{
    std::fputs(e.what(), stderr);
    std::abort();
}
void throw_exception(std::exception const& e) { throw_exception(e, {}); }

} // namespace boost
#endif

namespace apideck::tests {

std::string create_session_without_exceptions(without_exceptions const& where)
{
    boost::asio::io_context context;
    client_options options;
    options.api_key = "test-key";
    if (where.key_by_function)
        options.api_key = [] { return std::string("test-key"); };
    options.app_id = "test-app";
    options.consumer_id = "test-consumer";
    options.server_url = where.server_url;
    options.tls.ca_pem = where.ca_pem;
    options.retries = retry_policy::none();
    apideck::client const client(context, std::move(options));

    std::string out;
    Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";
    client.vault.sessions.create(session, [&](create_session_result created) {
        out = created ? created->data.session_token : created.error().message();
    });
    context.run();
    return out;
}

} // namespace apideck::tests
