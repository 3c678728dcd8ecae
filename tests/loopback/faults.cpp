// Servers and connections that fail.

#include "../support/answer_forms.hpp"
#include "../support/catch.hpp"
#include "../support/loopback_fixture.hpp"

#include <boost/beast/http/error.hpp>

#include <string>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;
using testing::mock_ending;
using testing::mock_fault;

TEST_CASE("a connection that fails before the request was sent is an error with delivery never")
{
    auto const fault = GENERATE(mock_fault::close_on_accept, mock_fault::reset_on_accept,
        mock_fault::garbage_handshake);
    CAPTURE(static_cast<int>(fault));
    loopback f(without_retries);
    f.mock->next_connection(fault);
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.stage == stage::handshake);
    CHECK(e.code);
    CHECK(e.certificate_subject.empty());
    CHECK(c->error().delivery() == delivery::never);
    CHECK(c->attempts().size() == 1);
    f.check_pool(0, 0, 0, 1);
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a server that closes after the handshake is an error with delivery possibly")
{
    loopback f(without_retries);
    f.mock->next_connection(mock_fault::close_after_handshake);
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().code);
    CHECK(c->error().delivery() == delivery::possibly);
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("an answer that is cut off is an error, wherever it is cut")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const ending
        = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    auto const head = form.head();
    auto const cut = GENERATE_COPY(std::size_t(0), std::size_t(1), std::size_t(12), head - 1, head,
        head + 1, head + 40, form.text.size() - 1);
    CAPTURE(form.name, static_cast<int>(ending), cut, head);
    loopback f(without_retries);
    auto answer = mock_answer::bytes(form.text, ending);
    answer.cut_after = cut;
    f.mock->answer(answer);

    auto const c = f.make();

    if (form.ends_with_connection && ending == mock_ending::close && cut >= head) {
        // HTTP has no way to tell: what came is the body, and no JSON.
        CHECK(c->error().is<response_validation_error>());
    } else {
        auto const& e = c->alternative<connection_error>();
        CHECK(e.code);
        // A reset may overtake what was sent.
        if (ending != mock_ending::reset) {
            CHECK(e.stage == (cut < head ? stage::read_head : stage::read_body));
            CHECK(c->error().delivery() == (cut == 0 ? delivery::possibly : delivery::certainly));
        }
        CHECK_FALSE(c->error().http());
    }
    f.check_pool(0, 0, 0, 1);
    CHECK(f.make()->value().http.status == 200);
}

TEST_CASE("a body that ends with the connection is an error where TLS is not closed in order")
{
    auto const until_close = answer_forms().back().text;
    loopback f(without_retries);
    f.mock->answer(mock_answer::bytes(until_close, mock_ending::truncate));
    auto const c = f.make();
    CHECK(c->alternative<connection_error>().stage == stage::read_body);
    CHECK(c->error().delivery() == delivery::certainly);
    REQUIRE(c->attempts().size() == 1);
    CHECK(c->attempts()[0].status == 200);
}

TEST_CASE("a whole answer counts although the connection then breaks")
{
    auto const ending = GENERATE(mock_ending::close, mock_ending::truncate);
    auto const with_length = answer_forms().front().text;
    loopback f(without_retries);
    f.mock->answer(mock_answer::bytes(with_length, ending));
    CHECK(f.make()->value().data.session_token == "t");
}

TEST_CASE("an answer that is no HTTP is an error that is not retried")
{
    auto const bytes = GENERATE(as<std::string>(), "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    CAPTURE(bytes);
    loopback f;
    auto answer = mock_answer::bytes(bytes, mock_ending::stall);
    answer.cut_after = bytes.size();
    f.mock->answer(answer);
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.reason == "the answer is not one that can be taken");
    CHECK(c->error().delivery() == delivery::certainly);
    CHECK(c->attempts().size() == 1);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("an answer whose head is beyond the limit is an error that names the limit")
{
    loopback f([](client_options& o) { o.limits.head = 1024; });
    mock_answer answer;
    answer.headers.add("X-Large", std::string(2000, 'x'));
    f.mock->answer(answer);
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == boost::beast::http::error::header_limit);
    CHECK(e.reason == "limits.head is 1024 bytes");
    CHECK(c->attempts().size() == 1);
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("an answer whose body is beyond the limit is an error that names the limit")
{
    auto const form = GENERATE(from_range(answer_forms()));
    loopback f([](client_options& o) { o.limits.body = created_body.size() - 1; });
    f.mock->answer(mock_answer::bytes(form.text, mock_ending::close));
    auto const c = f.make();
    auto const& e = c->alternative<connection_error>();
    CHECK(e.code == boost::beast::http::error::body_limit);
    CHECK(e.reason == "limits.body is " + std::to_string(created_body.size() - 1) + " bytes");
    CHECK(e.stage == stage::read_body);
    CHECK(c->attempts().size() == 1);
}

TEST_CASE("an answer whose body is just within the limit is taken")
{
    auto const form = GENERATE(from_range(answer_forms()));
    loopback f([](client_options& o) { o.limits.body = created_body.size(); });
    f.mock->answer(mock_answer::bytes(form.text, mock_ending::close));
    CHECK(f.make()->value().data.session_token == "t");
}

TEST_CASE("an error body beyond its limit is cut there, and the error keeps its alternative")
{
    bool const chunked = GENERATE(false, true);
    loopback f([](client_options& o) { o.limits.error_body = 10; });
    mock_answer answer = mock_answer::json(422, "0123456789abcdef");
    if (chunked) {
        answer.headers.add("Transfer-Encoding", "chunked");
        answer.body = "10\r\n0123456789abcdef\r\n0\r\n\r\n";
    }
    f.mock->answer(answer);
    auto const c = f.make();
    CHECK(c->error().is<UnprocessableResponse>());
    CHECK(c->error().body() == "0123456789");
    CHECK(c->error().body_truncated());
    f.check_pool(0, 0, 0, 1);
}

TEST_CASE("an error body just within its limit is whole")
{
    loopback f([](client_options& o) { o.limits.error_body = 10; });
    f.mock->answer(mock_answer::json(422, "0123456789"));
    auto const c = f.make();
    CHECK(c->error().body() == "0123456789");
    CHECK_FALSE(c->error().body_truncated());
    f.check_pool(0, 1, 0, 1);
}
