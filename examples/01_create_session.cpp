// Creates a session with everything that one can be asked for with, and prints where to send the
// consumer's browser.

#include "support/vault.hpp"

#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <ctime>
#include <iomanip>
#include <iostream>

namespace asio = boost::asio;

namespace {

//! [create_session]
asio::awaitable<apideck::create_session_result> connect(apideck::client client)
{
    apideck::Session session{
        .consumer_metadata = apideck::ConsumerMetadata{
            .account_name = "SpaceX",
            .user_name = "Elon Musk",
            .email = "elon@musk.com",
            .image = "https://www.spacex.com/static/images/share.jpg",
        },
        .redirect_uri = "https://mysaas.com/dashboard",
        .settings = apideck::SessionSettings{
            .unified_apis = {{apideck::UnifiedApiId::crm}},
            .session_length = "30m",
        },
        .theme = apideck::Theme{
            .favicon = "https://res.cloudinary.com/apideck/icons/intercom",
            .logo = "https://res.cloudinary.com/apideck/icons/intercom",
            .primary_color = "#286efa",
            .sidepanel_background_color = "#286efa",
            .sidepanel_text_color = "#FFFFFF",
            .vault_name = "Intercom",
            .privacy_url = "https://compliance.apideck.com/privacy-policy",
            .terms_url = "https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e",
        },
        .custom_consumer_settings = boost::json::object{
            {"feature_flag_1", true},
            {"tax_rates", {{{"id", "6"}, {"label", "6%"}}, {{"id", "21"}, {"label", "21%"}}}},
        },
    };

    auto created = co_await client.vault.sessions.create(session);
    co_return created;
}
//! [create_session]

void print(apideck::response<apideck::CreateSessionResponse> const& created)
{
    // The address lets its owner manage the consumer's connections: a program of yours redirects
    // the browser to it and never logs it.
    std::cout << "Session:  " << created.data.session_uri << '\n';
    if (auto const claims = apideck::read_claims(created.data.session_token)) {
        auto const expires = std::chrono::system_clock::to_time_t(claims->expires_at);
        std::cout << "Expires:  " << std::put_time(std::gmtime(&expires), "%F %T UTC") << '\n';
    }
    apideck::duration took{};
    for (apideck::attempt const& a : created.http.attempts)
        took += a.total + a.wait;
    std::cout << "Attempts: " << created.http.attempts.size() << '\n'
              << "Took:     " << std::chrono::duration<double, std::milli>(took).count() << " ms\n";
}

asio::awaitable<void> run(apideck::client client, vault& server, int& status)
{
    auto const created = co_await connect(std::move(client));
    server.stop();
    if (created) {
        print(*created);
    } else {
        std::cerr << created.error().message() << '\n';
        status = 1;
    }
}

} // namespace

int main()
{
    int status = 0;
    asio::io_context context;
    vault server(context.get_executor());
    asio::co_spawn(context, run(apideck::client(context, server.options()), server, status),
        [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        });
    context.run();
    return status;
}
