#include "faulty_link.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <utility>

namespace apideck::tests {

using asio::ip::tcp;
using boost::system::error_code;

struct faulty_link::state : std::enable_shared_from_this<state> {
    state(asio::io_context& io, std::uint16_t to)
        : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
          server(asio::ip::address_v4::loopback(), to)
    {}

    void accept();
    [[nodiscard]] std::vector<std::shared_ptr<connection>> all() const
    {
        std::vector<std::shared_ptr<connection>> out;
        for (auto const& c : connections)
            if (auto here = c.lock())
                out.push_back(std::move(here));
        return out;
    }

    tcp::acceptor acceptor;
    tcp::endpoint server;
    std::vector<std::weak_ptr<connection>> connections;
    struct planned {
        fault what;
        way where;
        std::size_t left;
    };
    std::optional<planned> plan;
    bool happened = false;
    std::optional<std::string> injection;
    std::array<std::size_t, 2> carried{};
};

/// Closed when both ends have closed, or with the last handler.
struct faulty_link::connection : std::enable_shared_from_this<connection> {
    struct direction {
        way w;
        tcp::socket& from;
        tcp::socket& to;
        std::array<char, 16 * 1024> buffer;
        std::string kept; // by a pause
        bool paused = false;
        bool ended = false; // `from` says no more
        bool drop = false; // what comes goes nowhere
    };

    connection(std::shared_ptr<state> s, tcp::socket c)
        : link(std::move(s)), client(std::move(c)), server(client.get_executor())
    {}

    void start()
    {
        error_code ec;
        server.connect(link->server, ec);
        client.set_option(tcp::no_delay(true), ec);
        server.set_option(tcp::no_delay(true), ec);
        read(requests);
        read(answers);
    }

    void read(direction& d)
    {
        d.from.async_read_some(asio::buffer(d.buffer),
            [self = shared_from_this(), &d](error_code ec, std::size_t n) {
                self->pass(d, std::string(d.buffer.data(), n));
                if (!ec)
                    return self->read(d);
                // A FIN goes on as one, a RST as one.
                d.ended = ec == asio::error::eof;
                self->end(d);
                if (ec == asio::error::connection_reset)
                    self->have(fault::reset, d);
            });
    }

    void end(direction& d)
    {
        error_code ignored;
        if (d.ended && !d.paused)
            d.to.shutdown(tcp::socket::shutdown_send, ignored);
    }

    void pass(direction& d, std::string bytes)
    {
        if (bytes.empty() || d.drop)
            return;
        if (d.paused) {
            d.kept += bytes;
            return;
        }
        if (d.w == way::request && link->injection)
            send(answers, *std::exchange(link->injection, std::nullopt));
        auto& plan = link->plan;
        if (!plan || plan->where != d.w || bytes.size() < plan->left) {
            if (plan && plan->where == d.w)
                plan->left -= bytes.size();
            return send(d, bytes);
        }
        std::size_t const part = plan->left;
        fault const what = plan->what;
        plan.reset();
        link->happened = true;
        send(d, std::string_view(bytes).substr(0, part));
        have(what, d);
        pass(d, bytes.substr(part));
    }

    void send(direction const& d, std::string_view bytes)
    {
        error_code ignored; // who is gone hears nothing
        link->carried[static_cast<std::size_t>(d.w)] += bytes.size();
        asio::write(d.to, asio::buffer(bytes), ignored);
    }

    void have(fault what, direction& d)
    {
        error_code ignored;
        if (what == fault::pause) {
            d.paused = true;
            return;
        }
        requests.drop = answers.drop = true;
        for (tcp::socket* const s : {&client, &server}) {
            if (what == fault::close) {
                s->shutdown(tcp::socket::shutdown_send, ignored);
            } else if (s->is_open()) {
                s->set_option(asio::socket_base::linger(true, 0), ignored);
                s->close(ignored);
            }
        }
    }

    void resume()
    {
        for (direction* const d : {&requests, &answers}) {
            d->paused = false;
            pass(*d, std::exchange(d->kept, {}));
            end(*d);
        }
    }

    std::shared_ptr<state> link;
    tcp::socket client;
    tcp::socket server;
    direction requests{way::request, client, server, {}, {}};
    direction answers{way::answer, server, client, {}, {}};
};

void faulty_link::state::accept()
{
    acceptor.async_accept([self = shared_from_this()](error_code ec, tcp::socket socket) {
        if (ec)
            return;
        auto const c = std::make_shared<connection>(self, std::move(socket));
        std::erase_if(self->connections, [](auto const& old) { return old.expired(); });
        self->connections.push_back(c);
        c->start();
        self->accept();
    });
}

faulty_link::faulty_link(asio::io_context& io, std::uint16_t server)
    : state_(std::make_shared<state>(io, server))
{
    state_->accept();
}

faulty_link::~faulty_link()
{
    error_code ignored;
    state_->acceptor.close(ignored);
}

std::uint16_t faulty_link::port() const { return state_->acceptor.local_endpoint().port(); }

void faulty_link::plan(fault f, way w, std::size_t bytes)
{
    state_->plan = {f, w, bytes};
    state_->happened = false;
}

bool faulty_link::happened() const { return state_->happened; }

void faulty_link::forget_plan() { state_->plan.reset(); }

void faulty_link::resume()
{
    for (auto const& c : state_->all())
        c->resume();
}

void faulty_link::now(fault f)
{
    for (auto const& c : state_->all())
        c->have(f, c->answers);
}

void faulty_link::inject(std::string_view bytes)
{
    for (auto const& c : state_->all())
        c->send(c->answers, bytes);
}

void faulty_link::inject_at_next_request(std::string bytes)
{
    state_->injection.emplace(std::move(bytes));
}

std::size_t faulty_link::carried(way w) const
{
    return state_->carried[static_cast<std::size_t>(w)];
}

} // namespace apideck::tests
