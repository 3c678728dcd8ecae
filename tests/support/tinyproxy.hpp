#ifndef APIDECK_TESTS_SUPPORT_TINYPROXY_HPP
#define APIDECK_TESTS_SUPPORT_TINYPROXY_HPP

#include "temporary_file.hpp"

#include <optional>
#include <string>

#include <sys/types.h>

namespace apideck::tests {

/// The proxy of Debian's package tinyproxy-bin, on a free port of 127.0.0.1, until the end of the test.
class tinyproxy {
public:
    /// @param settings Lines of its configuration, besides port and address.
    explicit tinyproxy(std::string const& settings = {});
    ~tinyproxy();
    tinyproxy(tinyproxy const&) = delete;
    tinyproxy& operator=(tinyproxy const&) = delete;

    /// @param user `user:password`, or nothing.
    [[nodiscard]] std::string url(std::string const& user = {}) const
    {
        return "http://" + (user.empty() ? user : user + '@') + "127.0.0.1:" + std::to_string(port_);
    }

    /// End it, and give what it has logged.
    [[nodiscard]] std::string stop();

private:
    bool start(std::string const& settings);
    bool read_until(std::string const& text);

    unsigned short port_ = 0;
    std::optional<temporary_file> configuration_;
    pid_t process_ = -1;
    int output_ = -1;
    std::string log_;
};

} // namespace apideck::tests

#endif
