// libcurl with nlohmann-json: the easy interface for one call in flight, else the multi interface
// driven by epoll, as its documentation advises for many transfers.

#include "nlohmann_session.hpp"

#include <curl/curl.h>

#include <sys/epoll.h>

#include <deque>
#include <string>

namespace {

std::size_t append(char* data, std::size_t size, std::size_t n, void* to)
{
    static_cast<std::string*>(to)->append(data, size * n);
    return size * n;
}

/// A call in flight after another, on an easy handle that is reused.
class transfer {
public:
    transfer(benchmark::run& run, curl_slist* headers) : run_(run), handle_(curl_easy_init())
    {
        auto const url = "https://" + run.args.host + ':' + run.args.port + benchmark::path;
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_HTTPHEADER, headers);
        set(CURLOPT_CAINFO, run.args.ca_file.c_str());
        set(CURLOPT_TIMEOUT, static_cast<long>(benchmark::deadline.count()));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_WRITEFUNCTION, &append);
        set(CURLOPT_WRITEDATA, &answer_);
        set(CURLOPT_PRIVATE, this);
        if (run.args.connect == benchmark::connecting::cold)
            set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
    }
    transfer(transfer const&) = delete;
    transfer& operator=(transfer const&) = delete;
    ~transfer() { curl_easy_cleanup(handle_); }

    CURL* prepare()
    {
        start_ = benchmark::clock::now();
        answer_.clear();
        body_ = benchmark::make_body();
        set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
        set(CURLOPT_POSTFIELDS, body_.c_str());
        return handle_;
    }

    void finish(CURLcode code)
    {
        if (code != CURLE_OK)
            run_.fail(curl_easy_strerror(code));
        long status = 0;
        curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200)
            run_.fail("status " + std::to_string(status));
        benchmark::finish(run_, n_++, start_, answer_);
    }

private:
    template <class T>
    void set(CURLoption option, T value)
    {
        if (curl_easy_setopt(handle_, option, value) != CURLE_OK)
            run_.fail("an option was refused");
    }

    benchmark::run& run_;
    CURL* handle_;
    std::size_t n_ = 0;
    benchmark::clock::time_point start_{};
    std::string body_;
    std::string answer_;
};

struct event_loop {
    CURLM* multi = curl_multi_init();
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    long timeout = -1; // ms
};

int on_socket(CURL*, curl_socket_t socket, int what, void* loop, void* known)
{
    auto& self = *static_cast<event_loop*>(loop);
    epoll_event event{};
    event.data.fd = socket;
    event.events = ((what & CURL_POLL_IN) ? EPOLLIN : 0u)
        | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0u);
    if (what == CURL_POLL_REMOVE)
        return epoll_ctl(self.epoll, EPOLL_CTL_DEL, socket, &event), 0;
    epoll_ctl(self.epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    curl_multi_assign(self.multi, socket, loop);
    return 0;
}

int on_timeout(CURLM*, long timeout, void* loop)
{
    static_cast<event_loop*>(loop)->timeout = timeout;
    return 0;
}

void run_many(benchmark::run& run, curl_slist* headers)
{
    event_loop loop;
    curl_multi_setopt(loop.multi, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(loop.multi, CURLMOPT_SOCKETDATA, &loop);
    curl_multi_setopt(loop.multi, CURLMOPT_TIMERFUNCTION, &on_timeout);
    curl_multi_setopt(loop.multi, CURLMOPT_TIMERDATA, &loop);
    curl_multi_setopt(loop.multi, CURLMOPT_MAXCONNECTS, static_cast<long>(run.args.connections));
    std::deque<transfer> transfers;
    for (unsigned i = 0; i != run.args.in_flight; ++i)
        curl_multi_add_handle(loop.multi, transfers.emplace_back(run, headers).prepare());

    for (int running = 1; running != 0;) {
        epoll_event events[256];
        int const count = epoll_wait(loop.epoll, events, 256, static_cast<int>(loop.timeout));
        if (count == 0)
            curl_multi_socket_action(loop.multi, CURL_SOCKET_TIMEOUT, 0, &running);
        for (int i = 0; i < count; ++i) {
            int const what = ((events[i].events & EPOLLIN) ? CURL_CSELECT_IN : 0)
                | ((events[i].events & EPOLLOUT) ? CURL_CSELECT_OUT : 0)
                | ((events[i].events & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(loop.multi, events[i].data.fd, what, &running);
        }
        int left = 0;
        while (CURLMsg const* message = curl_multi_info_read(loop.multi, &left)) {
            CURL* const handle = message->easy_handle;
            CURLcode const code = message->data.result;
            transfer* done = nullptr;
            curl_easy_getinfo(handle, CURLINFO_PRIVATE, &done);
            curl_multi_remove_handle(loop.multi, handle);
            done->finish(code);
            if (run.more()) {
                curl_multi_add_handle(loop.multi, done->prepare());
                running = 1;
            }
        }
    }
    transfers.clear();
    curl_multi_cleanup(loop.multi);
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::run run("curl", argc, argv);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl_slist* headers = nullptr;
    for (std::string const& field : {
             std::string("Content-Type: application/json"),
             std::string("Accept: application/json"),
             std::string("User-Agent: libcurl"),
             std::string("Authorization: ") + benchmark::authorization,
             std::string("x-apideck-app-id: ") + benchmark::app_id,
             std::string("x-apideck-consumer-id: ") + benchmark::consumer_id,
         })
        headers = curl_slist_append(headers, field.c_str());

    if (run.args.in_flight == 1) {
        transfer one(run, headers);
        while (run.more()) {
            CURLcode const code = curl_easy_perform(one.prepare());
            one.finish(code);
        }
    } else {
        run_many(run, headers);
    }
    curl_slist_free_all(headers);
    return run.print();
}
