// The floor: OpenSSL over a socket, no HTTP library and no JSON. The session is a constant text, the
// answer's fields are found by searching. One call in flight blocks; more share an epoll loop.

#include "common.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

namespace {

constexpr std::string_view sent_body
    = R"({"consumer_metadata":{"account_name":"SpaceX","user_name":"Elon Musk","email":"elon@musk.com",)"
      R"("image":"https://www.spacex.com/static/images/share.jpg"},)"
      R"("redirect_uri":"https://mysaas.com/dashboard",)"
      R"("settings":{"unified_apis":["crm"],"session_length":"30m"},)"
      R"("theme":{"favicon":"https://res.cloudinary.com/apideck/icons/intercom",)"
      R"("logo":"https://res.cloudinary.com/apideck/icons/intercom","primary_color":"#286efa",)"
      R"("sidepanel_background_color":"#286efa","sidepanel_text_color":"#FFFFFF",)"
      R"("vault_name":"Intercom","privacy_url":"https://compliance.apideck.com/privacy-policy",)"
      R"("terms_url":"https://www.termsfeed.com/terms-conditions/957c85c1b089ae9e3219c83eff65377e"},)"
      R"("custom_consumer_settings":{"feature_flag_1":true,)"
      R"("tax_rates":[{"id":"6","label":"6%"},{"id":"21","label":"21%"}]}})";

// The session of the last connection, for those that resume it.
SSL_SESSION* last_session = nullptr;

/// A connection that makes a call after another.
class connection {
public:
    connection(benchmark::run& run, SSL_CTX* context, bool blocking)
        : run_(run), context_(context), blocking_(blocking)
    {}
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() { close(); }

    /// Goes on as far as the socket lets it. @return What to wait for; 0 at the end.
    std::uint32_t advance(int epoll)
    {
        for (;;) {
            if (!ssl_)
                open(epoll);
            int done = 0;
            switch (step_) {
            case step::handshake: done = SSL_connect(ssl_); break;
            case step::write:
                done = SSL_write(ssl_, out_.data(), static_cast<int>(out_.size()));
                break;
            case step::read:
                done = SSL_read(ssl_, in_ + have_, static_cast<int>(sizeof in_ - have_));
                break;
            }
            if (done <= 0) {
                switch (SSL_get_error(ssl_, done)) {
                case SSL_ERROR_WANT_READ: return EPOLLIN;
                case SSL_ERROR_WANT_WRITE: return EPOLLOUT;
                default: run_.fail(ERR_reason_error_string(ERR_get_error()) ?: std::strerror(errno));
                }
            }
            if (step_ == step::handshake) {
                compose();
            } else if (step_ == step::write) {
                step_ = step::read;
                if (!blocking_) // one whose answers come at once would keep the others from their turn
                    return EPOLLIN;
            } else {
                have_ += static_cast<std::size_t>(done);
                if (take() && !next())
                    return 0;
            }
        }
    }

private:
    enum class step { handshake, write, read };

    void open(int epoll)
    {
        start_ = benchmark::clock::now();
        int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(run_.args.port)));
        inet_pton(AF_INET, run_.args.host.c_str(), &address.sin_addr);
        if (!blocking_)
            fcntl(fd, F_SETFL, O_NONBLOCK);
        int const on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0
            && errno != EINPROGRESS)
            run_.fail("can't connect");
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, fd);
        SSL_set_connect_state(ssl_);
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_), run_.args.host.c_str());
        if (run_.args.connect == benchmark::connecting::resumed && last_session)
            SSL_set_session(ssl_, last_session);
        step_ = step::handshake;
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = this;
        if (!blocking_)
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }

    void close()
    {
        if (!ssl_)
            return;
        int const fd = SSL_get_fd(ssl_);
        SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN); // else its session is no longer resumed
        SSL_free(ssl_);
        ::close(fd);
        ssl_ = nullptr;
    }

    void compose()
    {
        step_ = step::write;
        have_ = 0;
        out_.clear();
        out_.append("POST ").append(benchmark::path).append(" HTTP/1.1");
        out_.append("\r\nHost: ").append(run_.args.host);
        out_.append("\r\nx-apideck-app-id: ").append(benchmark::app_id);
        out_.append("\r\nx-apideck-consumer-id: ").append(benchmark::consumer_id);
        out_.append("\r\nAccept: application/json\r\nUser-Agent: openssl\r\nAuthorization: ");
        out_.append(benchmark::authorization).append("\r\nContent-Type: application/json");
        out_.append("\r\nContent-Length: ").append(std::to_string(sent_body.size()));
        out_.append("\r\n\r\n").append(sent_body);
    }

    std::string field(std::string_view body, std::string_view name)
    {
        auto const at = body.find(name);
        if (at == body.npos)
            run_.fail("the answer was not read");
        auto const value = body.substr(at + name.size());
        return std::string(value.substr(0, value.find('"')));
    }

    /// @return Whether the answer is whole; then it is read.
    bool take()
    {
        std::string_view const text(in_, have_);
        auto const head = text.find("\r\n\r\n");
        if (head == text.npos)
            return false;
        constexpr std::string_view length = "\r\nContent-Length: ";
        auto const at = text.find(length);
        if (!text.starts_with("HTTP/1.1 200") || at >= head)
            run_.fail("an unexpected answer");
        auto const body = text.substr(head + 4);
        if (body.size() < std::strtoul(text.data() + at + length.size(), nullptr, 10))
            return false;
        auto const session_uri = field(body, R"("session_uri":")");
        auto const session_token = field(body, R"("session_token":")");
        run_.finished(n_++, start_, session_uri, session_token);
        return true;
    }

    bool next()
    {
        if (!run_.more())
            return false;
        if (run_.args.connect != benchmark::connecting::kept) {
            close();
            return true;
        }
        start_ = benchmark::clock::now();
        compose();
        return true;
    }

    benchmark::run& run_;
    SSL_CTX* context_;
    bool blocking_;
    SSL* ssl_ = nullptr;
    step step_{};
    std::size_t n_ = 0;
    benchmark::clock::time_point start_{};
    std::string out_;
    std::size_t have_ = 0;
    char in_[8 * 1024];
};

} // namespace

int main(int argc, char** argv)
{
    benchmark::run run("openssl", argc, argv);
    SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_file(context, run.args.ca_file.c_str()) != 1)
        run.fail("no root certificate");
    if (run.args.connect == benchmark::connecting::resumed) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context, [](SSL*, SSL_SESSION* session) {
            SSL_SESSION_free(std::exchange(last_session, session));
            return 1;
        });
    }
    bool const blocking = run.args.in_flight == 1;
    int const epoll = epoll_create1(EPOLL_CLOEXEC);
    std::deque<connection> connections;
    std::size_t left = 0;
    for (unsigned i = 0; i != run.args.in_flight; ++i)
        left += connections.emplace_back(run, context, blocking).advance(epoll) != 0;
    while (left != 0) {
        epoll_event events[256];
        int const count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; ++i)
            left -= static_cast<connection*>(events[i].data.ptr)->advance(epoll) == 0;
    }
    return run.print();
}
