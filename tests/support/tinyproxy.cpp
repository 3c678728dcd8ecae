#include "tinyproxy.hpp"
#include "catch.hpp"

#include <apideck/detail/asio.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <csignal>
#include <cstddef>
#include <utility>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

namespace apideck::tests {

namespace {

/// A port that was free a moment ago.
unsigned short free_port()
{
    using asio::ip::tcp;
    asio::io_context io;
    return tcp::acceptor(io, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

/// What runs in the new process: nothing that needs memory or a lock.
[[noreturn]] void become_tinyproxy(char const* configuration, int output)
{
#if defined(__linux__)
    prctl(PR_SET_PDEATHSIG, SIGKILL); // also where the test is killed
#endif
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execl(APIDECK_TINYPROXY, APIDECK_TINYPROXY, "-d", "-c", configuration, nullptr);
    _exit(127);
}

} // namespace

tinyproxy::tinyproxy(std::string const& settings)
{
    bool started = false;
    // Another program may take the port just before it does.
    for (int i = 0; i != 5 && !started; ++i)
        started = start(settings);
    INFO(log_);
    REQUIRE(started);
}

tinyproxy::~tinyproxy() { static_cast<void>(stop()); }

bool tinyproxy::start(std::string const& settings)
{
    static_cast<void>(stop());
    port_ = free_port();
    configuration_.emplace("Port " + std::to_string(port_)
        + "\nListen 127.0.0.1\nTimeout 60\nMaxClients 20\nLogLevel Info\n" + settings);
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    process_ = fork();
    if (process_ == 0)
        become_tinyproxy(configuration_->path.c_str(), pipe[1]);
    close(pipe[1]);
    output_ = pipe[0];
    REQUIRE(process_ > 0);
    return read_until("Accepting connections");
}

bool tinyproxy::read_until(std::string const& text)
{
    constexpr int patience = 10'000; // ms
    std::array<char, 4096> bytes;
    while (log_.find(text) == std::string::npos) {
        pollfd waits{output_, POLLIN, 0};
        if (poll(&waits, 1, patience) != 1)
            return false;
        auto const n = read(output_, bytes.data(), bytes.size());
        if (n <= 0)
            return false;
        log_.append(bytes.data(), static_cast<std::size_t>(n));
    }
    return true;
}

std::string tinyproxy::stop()
{
    if (process_ > 0) {
        kill(process_, SIGTERM);
        read_until("this is never there, so up to the end");
        waitpid(process_, nullptr, 0);
        close(output_);
        process_ = -1;
    }
    return std::exchange(log_, {});
}

} // namespace apideck::tests
