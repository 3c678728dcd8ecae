#include <apideck/error.hpp>

#include <apideck/error.hpp>
#include <apideck/result.hpp>

#include <tests/support/catch.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <variant>

using apideck::delivery;
using apideck::error;
using apideck::stage;
using apideck::http::time_limit;

TEST_CASE("an error is visited by its alternative", "[error]")
{
    error const e(apideck::timeout_error{time_limit::attempt, stage::write});
    auto const name = e.visit(
        [](apideck::timeout_error const& t) { return std::string(to_string(t.limit)); },
        [](apideck::connection_error const&) { return std::string("connection"); },
        [](auto const&) { return std::string("other"); });
    CHECK(name == "attempt");
    int visited = 0;
    error(apideck::cancelled_error{}).visit([&](auto const& alternative) {
        visited += std::is_same_v<decltype(alternative), apideck::cancelled_error const&>;
    });
    CHECK(visited == 1);
}

TEST_CASE("an error is of one alternative", "[error]")
{
    error const e(apideck::cancelled_error{stage::resolve});
    CHECK(e.is<apideck::cancelled_error>());
    CHECK_FALSE(e.is<apideck::timeout_error>());
    REQUIRE(e.get_if<apideck::cancelled_error>());
    CHECK(e.get_if<apideck::cancelled_error>()->stage == stage::resolve);
    CHECK(e.get_if<apideck::api_error>() == nullptr);
    CHECK(std::get<apideck::cancelled_error>(e.alternative()).stage == stage::resolve);
    CHECK(std::variant_size_v<error::variant_type> == 11);
}

TEST_CASE("the fields of an API error are there whichever alternative has them", "[error]")
{
    auto const message_of = [](error const& e) { return e.api_fields()->message; };
    using apideck::UnexpectedErrorResponse;
    UnexpectedErrorResponse const fields{.message = "m"};
    CHECK(message_of(apideck::BadRequestResponse{fields, {}}) == "m");
    CHECK(message_of(apideck::UnauthorizedResponse{fields}) == "m");
    CHECK(message_of(apideck::PaymentRequiredResponse{fields}) == "m");
    CHECK(message_of(apideck::NotFoundResponse{fields}) == "m");
    CHECK(message_of(apideck::UnprocessableResponse{fields}) == "m");
    CHECK(message_of(apideck::api_error{fields, 503}) == "m");

    auto const has_fields = [](error const& e) { return e.api_fields() != nullptr; };
    CHECK_FALSE(has_fields(apideck::response_validation_error{}));
    CHECK_FALSE(has_fields(apideck::connection_error{}));
    CHECK_FALSE(has_fields(apideck::timeout_error{}));
    CHECK_FALSE(has_fields(apideck::cancelled_error{}));
    CHECK_FALSE(has_fields(apideck::invalid_request_error{}));
}

TEST_CASE("on a temporary an error gives copies of its alternative and its fields", "[error]")
{
    using apideck::UnexpectedErrorResponse;
    static_assert(std::is_same_v<decltype(error().alternative()), error::variant_type>);
    auto const alternative = error(apideck::cancelled_error{stage::resolve}).alternative();
    REQUIRE(std::holds_alternative<apideck::cancelled_error>(alternative));
    CHECK(std::get<apideck::cancelled_error>(alternative).stage == stage::resolve);

    std::string const long_text(100, 'm'); // not within the string
    UnexpectedErrorResponse const fields{.message = long_text};
    auto const copied = error(apideck::api_error{fields, 503}).api_fields();
    REQUIRE(copied);
    CHECK(copied->message == long_text);
    CHECK_FALSE(error(apideck::cancelled_error{}).api_fields());
}

TEST_CASE("an error that is assigned is the other, and shares what that holds", "[error]")
{
    error::context context;
    context.http.attempts.resize(2);
    context.delivery = delivery::possibly;
    error e(apideck::cancelled_error{stage::connect});
    std::optional<error> other;
    other.emplace(apideck::timeout_error{time_limit::attempt, stage::write}, context);
    error const before = e;
    e = *other;
    REQUIRE(e.is<apideck::timeout_error>());
    CHECK(e.get_if<apideck::timeout_error>() == other->get_if<apideck::timeout_error>());
    auto const& attempts = other->attempts();
    other.reset();
    CHECK(&e.attempts() == &attempts); // valid as long as any copy
    CHECK(attempts.size() == 2);
    CHECK(e.delivery() == delivery::possibly);
    CHECK(before.get_if<apideck::cancelled_error>()->stage == stage::connect);
}

TEST_CASE("an error by default stands for none", "[error]")
{
    error const none;
    CHECK(none.is<apideck::invalid_request_error>());
    CHECK(none.message() == "no error");
}

TEST_CASE("without an answer an error has no HTTP side, but its attempts", "[error]")
{
    error::context context;
    context.http.attempts.resize(2);
    context.delivery = delivery::possibly;
    error const e(apideck::connection_error{}, context);
    CHECK(e.http() == nullptr);
    CHECK(e.attempts().size() == 2);
    CHECK(e.delivery() == delivery::possibly);
    CHECK(e.body().empty());
    CHECK_FALSE(e.body_truncated());
    CHECK_FALSE(e.retry_after());
    error const alone(apideck::cancelled_error{});
    CHECK(alone.attempts().empty());
    CHECK(alone.delivery() == delivery::never);
}

TEST_CASE("a result without a value throws the error that it holds", "[error]")
{
    apideck::result<int> const good = 7;
    CHECK(good.value() == 7);
    apideck::result<int> const bad = error(apideck::cancelled_error{stage::connect});
    CHECK_THROWS_AS(bad.value(), std::runtime_error);
    try {
        (void)bad.value();
        FAIL("nothing was thrown");
    } catch (apideck::exception const& thrown) {
        CHECK(std::string(thrown.what()) == "cancelled by the caller (during connect)");
        CHECK(thrown.error().is<apideck::cancelled_error>());
        CHECK(thrown.error().get_if<apideck::cancelled_error>()->stage == stage::connect);
    }
}
