// The same call to a function that another unit defines, with data like apideck's: a session of
// optional texts and a JSON object, and a result that may be an error.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;

struct options {
    std::string api_key, app_id, consumer_id, server_url;
    std::chrono::steady_clock::duration timeout{}, connect_timeout{};
    std::vector<std::pair<std::string, std::string>> headers;
    std::function<void(std::string const&)> log;
};
struct theme {
    std::optional<std::string> favicon, logo, primary_color, vault_name, privacy_url, terms_url;
};
struct session {
    std::optional<std::string> redirect_uri;
    std::optional<std::vector<std::string>> unified_apis;
    std::optional<struct theme> theme;
    std::optional<boost::json::object> custom_consumer_settings;
};
struct created {
    int status_code = 0;
    std::string session_uri, session_token;
    std::vector<std::pair<std::string, std::string>> headers;
};
class client {
public:
    client(asio::any_io_executor executor, options options);
    asio::awaitable<boost::system::result<created>> create_session(session const& session);

private:
    struct state;
    std::shared_ptr<state> state_;
};

asio::awaitable<std::string> create_session(client client, std::string redirect_uri)
{
    session session;
    session.redirect_uri = std::move(redirect_uri);
    auto const created = co_await client.create_session(session);
    co_return created.value().session_uri;
}
