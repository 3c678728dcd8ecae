// A command-line tool: reads a session as a JSON document from standard input, creates it, and
// writes the answer as JSON to standard output.

#include "support/vault.hpp"

#include <apideck.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <charconv>
#include <chrono>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace asio = boost::asio;

namespace {

constexpr char const* usage
    = "usage: 05_session_from_json [options] < session.json\n"
      "\n"
      "Creates a Vault session from a JSON document like {\"redirect_uri\": \"https://...\"} and\n"
      "prints the API's answer as JSON. Nothing on standard input: a session without settings.\n"
      "\n"
      "  --server-url URL   call this server in place of Apideck's\n"
      "  --ca-file FILE     trust the root certificates of this PEM file in place of the system's\n"
      "  --timeout SECONDS  give up after so long; default: 60\n"
      "  --no-retries       send one request at most\n"
      "  --help             print this\n"
      "\n"
      "APIDECK_API_KEY, APIDECK_APP_ID and APIDECK_CONSUMER_ID say who calls; without them a mock\n"
      "of Vault in this process answers. Exit status: 0 created, 1 not created, 2 wrong usage.\n";

struct arguments {
    apideck::call_options call{};
    std::string ca_file{};
};

int wrong_usage(std::string_view what)
{
    std::cerr << what << "\n\n" << usage;
    return 2;
}

/// The exit status where the program ends here.
std::optional<int> read(int count, char** values, arguments& out)
{
    for (int i = 1; i < count; ++i) {
        std::string_view const name = values[i];
        if (name == "--help") {
            std::cout << usage;
            return 0;
        }
        if (name == "--no-retries") {
            out.call.retries = apideck::retry_policy::none();
            continue;
        }
        if (name != "--server-url" && name != "--ca-file" && name != "--timeout")
            return wrong_usage("unknown option: " + std::string(name));
        if (++i == count)
            return wrong_usage(std::string(name) + " needs a value");
        std::string_view const value = values[i];
        if (name == "--server-url") {
            out.call.server_url = value;
        } else if (name == "--ca-file") {
            out.ca_file = value;
        } else {
            int seconds = 0;
            auto const [end, error]
                = std::from_chars(value.data(), value.data() + value.size(), seconds);
            if (error != std::errc() || end != value.data() + value.size())
                return wrong_usage("--timeout needs a whole number of seconds");
            out.call.timeout = std::chrono::seconds(seconds);
        }
    }
    return std::nullopt;
}

/// The exit status.
int print(apideck::create_session_result const& created)
{
    if (!created) {
        std::cerr << created.error().message() << '\n';
        return 1;
    }
    apideck::CreateSessionResponse const& answer = *created;
    std::cout << apideck::json::encode(answer).value() << '\n';
    return 0;
}

asio::awaitable<void> run(apideck::client client, std::optional<apideck::Session> session,
    apideck::call_options options, vault& server, int& status)
{
    if (session) {
        auto const created = co_await client.vault.sessions.create(*session, options);
        status = print(created);
    } else {
        auto const created = co_await client.vault.sessions.create(std::nullopt, options);
        status = print(created);
    }
    server.stop();
}

} // namespace

int main(int count, char** values)
{
    arguments given;
    if (auto const status = read(count, values, given))
        return *status;

    //! [from_json]
    std::string const text{std::istreambuf_iterator<char>(std::cin), {}};
    std::optional<apideck::Session> session;
    if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
        auto read = apideck::json::decode_text<apideck::Session>(
            text, apideck::json::reading::document);
        if (!read) {
            std::cerr << "standard input: " << read.error() << '\n';
            return 1;
        }
        session = *read;
    }
    //! [from_json]

    int status = 0;
    asio::io_context context;
    vault server(context.get_executor());
    apideck::client_options options = server.options();
    if (!given.ca_file.empty())
        options.tls = {.ca_file = given.ca_file};
    asio::co_spawn(context,
        run(apideck::client(context, options), session, given.call, server, status),
        [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    context.run();
    return status;
}
