#include "connect.hpp"

#include <chrono>

using namespace std::chrono_literals;

namespace portal {

asio::awaitable<response> connect(apideck::client client, customer const& of,
    integration const& chosen, std::string back)
{
    apideck::Session session{
        .consumer_metadata = of.metadata,
        .redirect_uri = back,
        .settings = apideck::SessionSettings{
            .unified_apis = {{chosen.api}},
            .session_length = "30m",
        },
        .theme = of.theme,
    };
    // Somebody waits: rather an answer in 10 seconds than a session in 60.
    apideck::call_options options{.consumer_id = of.id, .timeout = 10s};

    auto created = co_await client.vault.sessions.create(session, options);
    if (!created)
        co_return failure(created.error(), of);
    co_return see_other(created->data.session_uri);
}

} // namespace portal
