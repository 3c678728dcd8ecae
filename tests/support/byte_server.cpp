#include "byte_server.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <utility>
#include <vector>

namespace apideck::tests {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct byte_server::state {
    state(asio::io_context& context, byte_script s)
        : script(std::move(s)),
          acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          port(acceptor.local_endpoint().port())
    {}

    byte_script const script;
    tcp::acceptor acceptor;
    unsigned short const port;
    std::vector<std::weak_ptr<connection>> connections;
    std::size_t left = 0;
    std::size_t sent = 0;
    std::function<void()> on_sent;
};

class byte_server::connection : public std::enable_shared_from_this<connection> {
public:
    connection(tcp::socket socket, std::shared_ptr<state> s)
        : socket_(std::move(socket)), state_(std::move(s))
    {}

    /// Read until the client leaves, and speak once it has spoken.
    void read()
    {
        socket_.async_read_some(
            asio::buffer(chunk_), [self = shared_from_this()](error_code ec, std::size_t) {
                if (ec)
                    return self->end();
                if (!std::exchange(self->speaking_, true))
                    self->write(self->state_->script.text, 0);
                self->read();
            });
    }

    void close()
    {
        error_code ignored;
        socket_.close(ignored);
    }

private:
    void write(std::string const& text, std::size_t from)
    {
        auto const& script = state_->script;
        if (from == text.size() && !script.piece.empty() && state_->sent < script.most)
            return write(script.piece, 0);
        if (from == text.size()) {
            if (script.close)
                close();
            return;
        }
        socket_.async_write_some(asio::buffer(text) + from,
            [self = shared_from_this(), &text, from](error_code ec, std::size_t bytes) {
                if (ec)
                    return;
                self->state_->sent += bytes;
                if (self->state_->on_sent)
                    self->state_->on_sent();
                self->write(text, from + bytes);
            });
    }

    void end()
    {
        ++state_->left;
        close();
    }

    tcp::socket socket_;
    std::shared_ptr<state> state_;
    std::array<char, 4096> chunk_{};
    bool speaking_ = false;
};

byte_server::byte_server(asio::io_context& context, byte_script script)
    : state_(std::make_shared<state>(context, std::move(script)))
{
    accept(state_);
}

byte_server::~byte_server()
{
    state_->on_sent = nullptr;
    error_code ignored;
    state_->acceptor.close(ignored);
    for (auto const& weak : state_->connections)
        if (auto const c = weak.lock())
            c->close();
}

void byte_server::accept(std::shared_ptr<state> const& s)
{
    s->acceptor.async_accept([s](error_code ec, tcp::socket socket) {
        if (ec)
            return;
        auto const c = std::make_shared<connection>(std::move(socket), s);
        s->connections.push_back(c);
        c->read();
        accept(s);
    });
}

std::string byte_server::url(std::string const& scheme) const
{
    return scheme + "://127.0.0.1:" + std::to_string(state_->port);
}

std::size_t byte_server::connections() const { return state_->connections.size(); }
std::size_t byte_server::left() const { return state_->left; }
std::size_t byte_server::sent() const { return state_->sent; }
void byte_server::on_sent(std::function<void()> hook) { state_->on_sent = std::move(hook); }

} // namespace apideck::tests
