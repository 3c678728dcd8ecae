// Options and arguments that can't make a request: each is refused by name, and nothing is sent.

#include <tests/scripted/support.hpp>
#include <tests/support/bad_options.hpp>

using apideck::call_options;
using apideck::invalid_request_error;
using namespace apideck::tests;

namespace {

void check_refused(scripted_vault& vault, call_options const& call, std::string const& field)
{
    auto const e = vault.failure(call);
    auto const why = expect<invalid_request_error>(e);
    CHECK(why.field == field);
    CHECK_FALSE(why.reason.empty());
    CHECK(vault.sent() == 0);
    CHECK(vault.elapsed() == 0s);
    CHECK(e.attempts().empty());
    CHECK(e.delivery() == apideck::delivery::never);
    CHECK_THAT(e.message(), ContainsSubstring(field + ": " + why.reason));
}

} // namespace

TEST_CASE("a client without a key, or with one that can't be a header, is refused", "[refused]")
{
    for (apideck::api_key const& key : std::vector<apideck::api_key>{
             {}, "", "Bearer", "bearer ", "a\rb", "a\r\nx-evil: 1", "caf\u00eb", " a", "a "}) {
        scripted_vault vault;
        vault.options.api_key = key;
        check_refused(vault, {}, "api_key");
    }
}

TEST_CASE("a client whose options make no sense is refused", "[refused]")
{
    for (auto const& [field, spoil] : bad_client_options()) {
        CAPTURE(field);
        scripted_vault vault;
        spoil(vault.options);
        check_refused(vault, {}, field);
    }
}

TEST_CASE("a call whose options make no sense is refused", "[refused]")
{
    for (auto const& [field, spoil] : bad_call_options()) {
        CAPTURE(field);
        scripted_vault vault;
        call_options call;
        spoil(call);
        check_refused(vault, call, field);
    }
}

TEST_CASE("a transport's option that can't be used is refused by name", "[refused]")
{
    scripted_vault vault;
    apideck::http::exchange_result wrong;
    wrong.error = apideck::asio::error::no_recovery;
    wrong.permanent = true;
    wrong.wrong_option = "tls.ca_file";
    wrong.reason = "no such file";
    vault.script.end_with(wrong);
    auto const why = expect<invalid_request_error>(vault.failure());
    CHECK(why.field == "tls.ca_file");
    CHECK(why.reason == "no such file");
}

TEST_CASE("no error of a refused value quotes it", "[refused]")
{
    scripted_vault vault;
    vault.options.api_key = "canary\nkey";
    CHECK(vault.failure().message().find("canary") == std::string::npos);
}
