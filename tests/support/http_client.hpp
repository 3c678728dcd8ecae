#ifndef APIDECK_TESTS_SUPPORT_HTTP_CLIENT_HPP
#define APIDECK_TESTS_SUPPORT_HTTP_CLIENT_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace apideck::tests {

namespace asio = boost::asio;

namespace beast_http = boost::beast::http;

using http_response = beast_http::response<beast_http::string_body>;

/// Runs until something is so; fails the test where that takes too long.
void run_until(asio::io_context& context, std::function<bool()> const& is_so);

/// Opens a connection to 127.0.0.1, sends the bytes, and gives all that comes until its end, and
/// "(reset)" where that was no orderly one or came before all was sent; nothing where it is refused.
[[nodiscard]] asio::awaitable<std::optional<std::string>> send(
    std::uint16_t port, std::string bytes);

/// The same, and runs until then.
[[nodiscard]] std::optional<std::string> send_and_run(
    asio::io_context& context, std::uint16_t port, std::string bytes);

/// The text of a request to 127.0.0.1 after which the connection closes.
/// @param fields More of them, each ended by CR LF.
/// @param body Comes with its length, unless it is empty.
[[nodiscard]] std::string http_request(std::string const& method, std::uint16_t port,
    std::string const& target, std::string const& fields = {}, std::string const& body = {});

/// A whole answer from its text; fails the test where it is none.
[[nodiscard]] http_response http_answer(std::string const& text, bool to_head = false);

/// Asks with a GET and runs until the answer is there.
[[nodiscard]] http_response get(
    asio::io_context& context, std::uint16_t port, std::string const& target);

} // namespace apideck::tests

#endif
