// The program itself: the whole path by HTTP, and how it ends.

#include "../support/catch.hpp"
#include "../support/http_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace apideck::tests;

namespace {

/// The portal as a process with its standard output in a pipe.
class program {
public:
    explicit program(std::vector<std::string> arguments = {})
    {
        for (char const* name : {"APIDECK_API_KEY", "APIDECK_APP_ID", "APIDECK_CONSUMER_ID"})
            ::unsetenv(name);
        int ends[2];
        REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
        output_ = ends[0];
        arguments.insert(arguments.begin(), PORTAL_PROGRAM);
        std::vector<char*> values;
        for (auto& a : arguments)
            values.push_back(a.data());
        values.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        int const failed = ::posix_spawn(
            &id_, PORTAL_PROGRAM, &actions, nullptr, values.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        REQUIRE(failed == 0);
    }
    ~program()
    {
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            ::waitpid(id_, nullptr, 0);
        }
        ::close(output_);
    }
    program(program const&) = delete;
    program& operator=(program const&) = delete;

    /// A line of what it prints.
    std::string line()
    {
        std::string out;
        for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';)
            out += c;
        return out;
    }
    void signal(int number) { REQUIRE(::kill(id_, number) == 0); }
    /// The exit code, once it has ended; -1 where a signal ended it.
    int wait()
    {
        int status = 0;
        REQUIRE(::waitpid(id_, &status, 0) == id_);
        id_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t id_{};
    int output_{};
};

/// "http://host:port/path" in its parts; something may stand before it.
struct address {
    explicit address(std::string const& text)
    {
        auto const scheme = text.find("://");
        REQUIRE(scheme != text.npos);
        auto const colon = text.find(':', scheme + 3);
        auto const slash = text.find('/', colon);
        REQUIRE(slash != text.npos);
        port = static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)));
        path = text.substr(slash);
    }
    std::uint16_t port;
    std::string path;
};

http_response click(asio::io_context& context, std::uint16_t port, std::string const& target)
{
    auto const origin = "Origin: http://127.0.0.1:" + std::to_string(port) + "\r\n";
    auto const text = send_and_run(
        context, port, http_request("POST", port, target, origin + "Content-Length: 0\r\n"));
    REQUIRE(text);
    return http_answer(*text);
}

} // namespace

TEST_CASE("the whole path: list, click, hosted page, back; SIGTERM ends the program with 0")
{
    program portal;
    auto const line = portal.line();
    REQUIRE(line.starts_with("Portal: http://127.0.0.1:"));
    asio::io_context context;
    auto const port = address(line).port;

    auto const list = get(context, port, "/customers/acme");
    CHECK_THAT(list.body(), ContainsSubstring("action=\"/customers/acme/connect/crm\""));

    auto const clicked = click(context, port, "/customers/acme/connect/crm");
    REQUIRE(clicked.result() == beast_http::status::see_other);
    address const session{std::string(clicked[beast_http::field::location])};
    auto const hosted = get(context, session.port, session.path);
    CHECK(hosted.result() == beast_http::status::ok);
    CHECK_THAT(hosted.body(), ContainsSubstring("Acme Connect") && ContainsSubstring("Ada Fuller"));

    std::string const link = "<a id=\"return\" href=\"";
    auto const begin = hosted.body().find(link) + link.size();
    auto const back = hosted.body().substr(begin, hosted.body().find('"', begin) - begin);
    CHECK_THAT(get(context, address(back).port, address(back).path).body(),
        ContainsSubstring("You are back from Vault: CRM."));

    portal.signal(SIGTERM);
    CHECK(portal.wait() == 0);
    CHECK_FALSE(send_and_run(context, port, ""));
}

TEST_CASE("a customer that Vault refuses sees a page with the request id")
{
    program portal;
    asio::io_context context;
    auto const failed = click(
        context, address(portal.line()).port, "/customers/broken/connect/crm");
    CHECK(failed.result() == beast_http::status::bad_gateway);
    CHECK_THAT(failed.body(), ContainsSubstring("<code id=\"request-id\">mock-1</code>"));
    CHECK_THAT(failed.body(), !ContainsSubstring("{"));
    portal.signal(SIGINT);
    CHECK(portal.wait() == 0);
}

TEST_CASE("a second signal ends a program that still waits for a request")
{
    program portal;
    asio::io_context context;
    auto const port = address(portal.line()).port;
    asio::ip::tcp::socket slow(context);
    slow.connect({asio::ip::address_v4::loopback(), port});
    asio::write(slow, asio::buffer("GET / HTT", 9));
    // Once a later request is answered, this one has begun to arrive.
    CHECK(get(context, port, "/style.css").result() == beast_http::status::ok);

    portal.signal(SIGTERM);
    while (send_and_run(context, port, http_request("GET", port, "/style.css")))
        ;
    portal.signal(SIGTERM);
    CHECK(portal.wait() == -1);
}

TEST_CASE("wrong options are told, and a port in use")
{
    CHECK(program({"--help"}).wait() == 0);
    for (char const* port : {"x", "65536", "80x", ""})
        CHECK(program({"--port", port}).wait() == 2);
    CHECK(program({"--port"}).wait() == 2);
    CHECK(program({"--verbose"}).wait() == 2);

    program first;
    auto const port = std::to_string(address(first.line()).port);
    CHECK(program({"--port", port}).wait() == 1);
}
