// Visits every alternative of an error: what each one means for the caller, and what is common to
// them. With the mock it provokes several.

#include "support/vault.hpp"

#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <utility>

namespace asio = boost::asio;

namespace {

//! [visit]
/// What to do about a call that failed. It does not compile when an alternative is left out.
std::string advice(apideck::error const& error)
{
    return error.visit(
        [](apideck::BadRequestResponse const&) { return "fix the request"; },
        [](apideck::UnauthorizedResponse const&) { return "check the API key and the app id"; },
        [](apideck::PaymentRequiredResponse const&) { return "the plan's limit is reached"; },
        [](apideck::NotFoundResponse const&) { return "check the server URL"; },
        [](apideck::UnprocessableResponse const&) { return "the request can't be done"; },
        [](apideck::api_error const& e) {
            return e.status == 429 ? "slow down" : "the API has a problem: try later";
        },
        [](apideck::response_validation_error const&) { return "tell Apideck's support"; },
        [](apideck::connection_error const&) { return "check the network"; },
        [](apideck::timeout_error const&) { return "try later, or allow more time"; },
        [](apideck::cancelled_error const&) { return "nothing: we gave up ourselves"; },
        [](apideck::invalid_request_error const&) { return "fix the option or argument"; });
}
//! [visit]

void report(apideck::create_session_result const& created)
{
    if (created) {
        std::cout << "created, request id " << created->http.request_id << "\n\n";
        return;
    }
    //! [common]
    apideck::error const error = created.error();
    std::cout << error.message() << '\n';                      // one line, fit for a log
    std::cout << "  advice: " << advice(error) << '\n';
    std::cout << "  may have reached the server: " << error.delivery() << '\n';
    if (auto const* http = error.http())
        std::cout << "  for Apideck's support: request id " << http->request_id << '\n';
    if (auto const* fields = error.api_fields(); fields && fields->message)
        std::cout << "  in the API's words: " << *fields->message << '\n'; // may quote what was sent
    for (apideck::attempt const& attempt : error.attempts())
        std::cout << "  " << attempt << '\n';
    //! [common]
    std::cout << '\n';
}

asio::awaitable<void> run(apideck::client client, vault& server)
{
    apideck::Session session{.redirect_uri = "https://mysaas.com/dashboard"};
    apideck::call_options one_request{.retries = apideck::retry_policy::none()};

    if (auto* mock = server.mock()) {
        using apideck::testing::mock_answer;
        std::string const body = R"({"type_name":"RequestLimitError","message":"Limit reached"})";
        for (int status : {400, 401, 402, 404, 422, 429, 503})
            mock->answer(mock_answer::json(status, body));
        mock->answer(mock_answer::json(200, R"({"status_code":200,"status":"OK","data":{}})"));
        mock->answer(mock_answer::reset());
        for (int i = 0; i != 9; ++i)
            report(co_await client.vault.sessions.create(session, one_request));

        mock->answer(mock_answer::stall());
        apideck::call_options hurried{.timeout = std::chrono::milliseconds(100)};
        report(co_await client.vault.sessions.create(session, hurried));

        asio::cancellation_signal gives_up;
        asio::post(client.get_executor(),
            [&] { gives_up.emit(asio::cancellation_type::terminal); });
        auto call = client.vault.sessions.create(
            session, asio::bind_cancellation_slot(gives_up.slot(), asio::use_awaitable));
        report(co_await std::move(call));
    }

    apideck::call_options no_consumer{.consumer_id = ""};
    report(co_await client.vault.sessions.create(session, no_consumer));
    report(co_await client.vault.sessions.create(session));
    server.stop();
}

} // namespace

int main()
{
    asio::io_context context;
    vault server(context.get_executor());
    asio::co_spawn(context, run(apideck::client(context, server.options()), server),
        [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    context.run();
}
