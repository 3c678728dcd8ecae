// The lines that a client writes to a log.

#include <tests/scripted/support.hpp>

#include <ostream>
#include <stdexcept>
#include <string>

using namespace apideck::tests;
using apideck::log_level;
using apideck::stage;

namespace {

struct log_line {
    log_level level;
    std::string text;

    friend bool operator==(log_line const&, log_line const&) = default;
    friend std::ostream& operator<<(std::ostream& out, log_line const& l)
    {
        return out << to_string(l.level) << ": " << l.text;
    }
};

/// Where the lines of the vault's log will be.
std::shared_ptr<std::vector<log_line>> log_of(scripted_vault& vault)
{
    auto lines = std::make_shared<std::vector<log_line>>();
    vault.options.observer.on_log = [lines](log_level level, std::string_view text) {
        lines->push_back({level, std::string(text)});
    };
    return lines;
}

} // namespace

TEST_CASE("the log has a line for each attempt and one for the call", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.script.reply(503, "", {{"retry-after-ms", "20"}, {"Request-Id", "r-1"}}).after(12ms);
    vault.succeed().after(7ms).reused_connection();
    REQUIRE(vault.call());
    CHECK(*lines
        == std::vector<log_line>{
            {log_level::debug,
                "vault.sessions.create attempt 1: 503, 12 ms, request id r-1, "
                "then retry_after of 20 ms"},
            {log_level::debug, "vault.sessions.create attempt 2: 200, 7 ms, reused connection"},
            {log_level::info, "vault.sessions.create: 200"},
        });
}

TEST_CASE("the log ends with the error of a call that fails", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.options.timeout = 1s;
    vault.script.stall(stage::connect);
    auto const e = vault.failure();
    REQUIRE(lines->size() == 2);
    CHECK(lines->at(0).level == log_level::debug);
    CHECK_THAT(lines->at(0).text,
        ContainsSubstring("attempt 1: ")
            && ContainsSubstring("(connect, delivered: never), 1000 ms"));
    CHECK(lines->at(1) == log_line{log_level::warning, "vault.sessions.create: " + e.message()});
}

TEST_CASE("the log tells of a call that is refused", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.options.app_id = "";
    auto const e = vault.failure();
    CHECK(*lines
        == std::vector<log_line>{{log_level::error, "vault.sessions.create: " + e.message()}});
}

TEST_CASE("what another call would meet again is an error in the log, else a warning", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.options.retries = apideck::retry_policy::none();
    auto level = log_level::error;
    SECTION("an answer")
    {
        auto const status = GENERATE(301, 400, 401, 402, 403, 404, 409, 422, 408, 429, 500, 503);
        CAPTURE(status);
        vault.script.reply(status, "{}");
        if (status == 408 || status >= 429)
            level = log_level::warning;
    }
    SECTION("a success that is none") { vault.script.reply(200, "{}"); }
    SECTION("a connection that failed")
    {
        vault.script.fail(apideck::asio::error::connection_reset, stage::connect);
        level = log_level::warning;
    }
    SECTION("a connection that will fail again")
    {
        vault.script.fail(apideck::asio::error::no_recovery, stage::handshake).permanent();
    }
    SECTION("no time")
    {
        vault.script.stall(stage::read_head);
        level = log_level::warning;
    }
    auto const e = vault.failure();
    REQUIRE(lines->size() == 2);
    CHECK(lines->at(1) == log_line{level, "vault.sessions.create: " + e.message()});
}

TEST_CASE("a key provider that throws is a warning in the log", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.options.api_key = []() -> std::string { throw std::runtime_error("not now"); };
    auto const e = vault.failure();
    REQUIRE(lines->size() == 1);
    CHECK(lines->at(0) == log_line{log_level::warning, "vault.sessions.create: " + e.message()});
}

TEST_CASE("a call that is cancelled is a warning in the log", "[observer]")
{
    scripted_vault vault;
    auto const lines = log_of(vault);
    vault.script.stall(stage::read_head);
    auto const call = vault.start();
    vault.io.poll();
    call->stop.emit(apideck::asio::cancellation_type::terminal);
    REQUIRE(vault.script.run());
    REQUIRE(call->completions == 1);
    CHECK(lines->back().level == log_level::warning);
}
