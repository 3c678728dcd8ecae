// expect: GCC 11 and 12 destroy a temporary Session or call_options in a co_await expression twice
// only: gcc<13
#include <apideck/vault/sessions.hpp>

#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> create(apideck::sessions client)
{
    apideck::Session session{.redirect_uri = "https://x"};
    static_cast<void>(session);
#ifdef CONTROL
    co_await apideck::create_session(client, session);
#else
    co_await apideck::create_session(client, apideck::Session{.redirect_uri = "https://x"});
#endif
}
