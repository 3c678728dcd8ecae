// A unit of a program that makes one call.
#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace asio = boost::asio;

asio::awaitable<std::string> create_session(apideck::client client, std::string redirect_uri)
{
    apideck::Session session;
    session.redirect_uri = std::move(redirect_uri);
    auto const created = co_await client.vault.sessions.create(session);
    co_return created.value().data.session_uri;
}
