// The same call to a function that another unit defines: what Asio and a coroutine alone cost.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <string>

namespace asio = boost::asio;

struct vault {
    std::string session_uri;
};
asio::awaitable<vault> post_session(asio::io_context& context, std::string const& redirect_uri);

asio::awaitable<std::string> create_session(asio::io_context& context, std::string redirect_uri)
{
    vault const created = co_await post_session(context, redirect_uri);
    co_return created.session_uri;
}
