#include <apideck/error.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/error.hpp>

#include <sstream>
#include <string>

using apideck::delivery;
using apideck::error;
using apideck::stage;
using apideck::http::time_limit;

namespace {

/// What an error that came with an answer knows of it.
error::context answered(int status)
{
    error::context c;
    c.http.status = status;
    c.http.request_id = "42";
    c.http.attempts.resize(1);
    c.delivery = delivery::certainly;
    return c;
}

error::context unanswered(std::size_t attempts, delivery d)
{
    error::context c;
    c.http.attempts.resize(attempts);
    c.delivery = d;
    return c;
}

template <class Alternative>
Alternative with_fields(char const* words, char const* type_name, char const* message)
{
    Alternative a;
    a.error = words;
    a.type_name = type_name;
    a.message = message;
    return a;
}

} // namespace

TEST_CASE("an error is one line for a log", "[error]")
{
    struct row {
        error e;
        char const* message;
    };
    apideck::api_error busy;
    busy.status = 503;
    auto const refused
        = boost::system::error_code(boost::asio::error::connection_refused);
    row const rows[] = {
        {{with_fields<apideck::BadRequestResponse>(
              "Bad Request", "RequestValidationError", "Wrong"),
             answered(400)},
            "400 Bad Request: RequestValidationError (request id 42, 1 attempt)"},
        {{with_fields<apideck::UnauthorizedResponse>(
              "Unauthorized", "UnauthorizedError", "Unauthorized Request"),
             answered(401)},
            "401 Unauthorized: UnauthorizedError (request id 42, 1 attempt)"},
        {{with_fields<apideck::PaymentRequiredResponse>(
              "Payment Required", "RequestLimitError", "Limit"),
             answered(402)},
            "402 Payment Required: RequestLimitError (request id 42, 1 attempt)"},
        {{with_fields<apideck::NotFoundResponse>("Not Found", "EntityNotFoundError", "No"),
             answered(404)},
            "404 Not Found: EntityNotFoundError (request id 42, 1 attempt)"},
        {{with_fields<apideck::UnprocessableResponse>("Unprocessable", "MappingError", "No"),
             answered(422)},
            "422 Unprocessable: MappingError (request id 42, 1 attempt)"},
        {{busy, answered(503)}, "503 (request id 42, 1 attempt)"},
        {{apideck::response_validation_error{"/data/session_token", "string", "nothing"},
             answered(200)},
            "200 with an unexpected body: /data/session_token: expected string, found nothing "
            "(request id 42, 1 attempt)"},
        {{apideck::response_validation_error{"", "valid JSON", "nothing"}, answered(200)},
            "200 with an unexpected body: the body: expected valid JSON, found nothing "
            "(request id 42, 1 attempt)"},
        {{apideck::connection_error{stage::handshake, {}, "certificate has expired", "CN=h"},
             unanswered(2, delivery::never)},
            "connection failed (handshake): no answer: certificate has expired "
            "(certificate: CN=h) (2 attempts, delivered: never)"},
        {{apideck::timeout_error{time_limit::total, stage::read_head},
             unanswered(3, delivery::possibly)},
            "timed out (total limit, during read_head) (3 attempts, delivered: possibly)"},
        {{apideck::cancelled_error{stage::wait}, unanswered(1, delivery::certainly)},
            "cancelled by the caller (during wait) (1 attempt, delivered: certainly)"},
        {{busy, unanswered(2, delivery::never)}, "0 (2 attempts, delivered: never)"},
        {apideck::invalid_request_error{"headers[2].value", "has a NUL at byte 7"},
            "invalid request: headers[2].value: has a NUL at byte 7"},
    };
    for (auto const& [e, message] : rows) {
        CAPTURE(message);
        CHECK(e.message() == message);
        std::ostringstream out;
        out << e;
        CHECK(out.str() == message);
    }
    CHECK(error(apideck::connection_error{stage::connect, refused, {}, {}}).message()
        == "connection failed (connect): " + refused.message());
}

TEST_CASE("the server's message, which may quote what was sent, is not in that line", "[error]")
{
    auto const e = with_fields<apideck::BadRequestResponse>(
        "Bad Request", "RequestValidationError", "someone@example.com is no address");
    CHECK(error(e, answered(400)).message().find("someone") == std::string::npos);
}

TEST_CASE("what a server wrote can't break the line", "[error]")
{
    apideck::api_error e;
    e.status = 500;
    e.error = "a\r\nb\tc";
    e.type_name = std::string("d\0e\x1b[2J\x7f", 8) + "f\u0085g\u009bh \u00eb";
    auto context = answered(500);
    context.http.request_id = "4\n2";
    CHECK(error(e, context).message()
        == "500 a  b c: d e [2J f g h \u00eb (request id 4 2, 1 attempt)");
    CHECK(
        error(apideck::response_validation_error{"/a\nb", "JSON", "c\nd"}, answered(200)).message()
        == "200 with an unexpected body: /a b: expected JSON, found c d (request id 42, 1 "
           "attempt)");
}

TEST_CASE("a name in the caller's own body can't break the line", "[error]")
{
    CHECK(error(apideck::invalid_request_error{"session/custom_consumer_settings/a\nb", "wrong"})
              .message()
        == "invalid request: session/custom_consumer_settings/a b: wrong");
}

TEST_CASE("what a server wrote is shortened between two characters", "[error]")
{
    apideck::api_error e;
    e.status = 500;
    e.type_name = std::string(200, 'x');
    CHECK(error(e, answered(500)).message()
        == "500: " + std::string(200, 'x') + " (request id 42, 1 attempt)");
    e.type_name = std::string(201, 'x');
    CHECK(error(e, answered(500)).message()
        == "500: " + std::string(200, 'x') + "... (request id 42, 1 attempt)");
    for (std::size_t const before : {197u, 198u, 199u}) {
        CAPTURE(before);
        e.type_name = std::string(before, 'x') + "\U0001F600 and more";
        CHECK(error(e, answered(500)).message()
            == "500: " + std::string(before, 'x') + "... (request id 42, 1 attempt)");
    }
}
