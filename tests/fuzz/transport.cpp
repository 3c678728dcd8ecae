// An answer through the whole transport, over a connection on this machine that stays for the next input
// where it may: the first line says in which pieces the rest is sent. A plain answer after it must
// arrive as it is, whatever came before.

#include "fuzz.hpp"

#include <apideck/http/detail/response_reader.hpp>
#include <apideck/http/https_transport.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace apideck;
using asio::ip::tcp;
using boost::system::error_code;

http::limits const limits{.head = 1024, .body = 512, .error_body = 64};

struct peer : std::enable_shared_from_this<peer> {
    explicit peer(tcp::socket s) : socket(std::move(s)) {}

    void read()
    {
        socket.async_read_some(asio::buffer(buffer),
            [self = shared_from_this()](error_code ec, std::size_t n) {
                self->request.append(self->buffer, n);
                if (!ec)
                    self->read();
            });
    }

    tcp::socket socket;
    std::string request{};
    char buffer[1024];
};

class world {
public:
    world()
    {
        transport_.emplace(
            context_.get_executor(), http::transport_options{.limits = limits});
        accept();
    }

    /// What an exchange comes to when the server sends a text in pieces, and then closes unless the
    /// client has had enough by then.
    http::exchange_result exchange(std::string_view text, fuzz::pieces pieces)
    {
        sent = 0;
        std::optional<http::exchange_result> result;
        http::request_head const head{
            .origin = {false, "127.0.0.1", acceptor_.local_endpoint().port()},
            .target = "/",
            .headers = {{"Host", "localhost"}}};
        http::request const request{.head = std::make_shared<http::request_head const>(head)};
        transport_->async_exchange(request,
            {.deadline = apideck::clock::now() + std::chrono::seconds(10)},
            [&](http::exchange_result r) { result.emplace(std::move(r)); });
        while (!result && !(peer_ && peer_->request.ends_with("\r\n\r\n")))
            context_.run_one();
        peer_->request.clear();
        error_code ignored;
        while (!text.empty() && !result) {
            sent += asio::write(peer_->socket, asio::buffer(pieces.take(text)), ignored);
            context_.poll();
        }
        if (!result)
            peer_->socket.shutdown(tcp::socket::shutdown_send, ignored);
        while (!result)
            context_.run_one();
        FUZZ_CHECK(result->timed_out == http::time_limit::none);
        auto const stats = transport_->stats();
        FUZZ_CHECK(stats.in_use == 0 && stats.waiting == 0 && stats.idle <= 1);
        return std::move(*result);
    }

    /// How many bytes of the text went out.
    std::size_t sent = 0;

private:
    void accept()
    {
        acceptor_.async_accept([this](error_code ec, tcp::socket socket) {
            if (ec)
                return;
            if (peer_)
                peer_->socket.close(ec);
            peer_ = std::make_shared<peer>(std::move(socket));
            peer_->read();
            accept();
        });
    }

    asio::io_context context_{1};
    tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
    std::shared_ptr<peer> peer_;
    std::optional<http::https_transport> transport_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static world w;
    auto text = fuzz::as_text(data, size);
    fuzz::pieces const pieces(fuzz::take_line(text));

    // What the reader makes of it in one piece.
    http::detail::response_reader reader(limits);
    error_code wrong;
    auto const used = reader.put(asio::buffer(text.data(), text.size()), wrong);
    if (!wrong && !reader.done())
        reader.put_eof(wrong);

    auto const got = w.exchange(text, pieces);
    auto const sent = w.sent;
    FUZZ_CHECK(bool(got.error) == bool(wrong));
    FUZZ_CHECK(got.delivery == (text.empty() ? delivery::possibly : delivery::certainly));
    if (!got.error) {
        FUZZ_CHECK(got.response.status == reader.response().status);
        FUZZ_CHECK(got.response.headers == reader.response().headers);
        FUZZ_CHECK(got.response.body == reader.response().body);
        FUZZ_CHECK(got.response.body_truncated == reader.response().body_truncated);
    }

    auto const next = w.exchange("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", fuzz::pieces({}));
    FUZZ_CHECK(!next.error && next.response.status == 200 && next.response.body == "ok");
    FUZZ_CHECK(!next.reused_connection
        || (!got.error && reader.keep_alive() && sent <= used));
    return 0;
}
