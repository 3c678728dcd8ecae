// expect: GCC 11 and 12 destroy a temporary Session or call_options in a co_await expression twice
// only: gcc<13
#include <apideck/vault/sessions.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>

boost::asio::awaitable<void> create(apideck::sessions sessions)
{
    apideck::call_options options{.consumer_id = "x"};
    static_cast<void>(options);
#ifdef CONTROL
    co_await sessions.create(std::nullopt, options);
#else
    co_await sessions.create(std::nullopt, apideck::call_options{.consumer_id = "x"});
#endif
}
