#ifndef APIDECK_TESTS_SUPPORT_ERRATIC_SERVER_HPP
#define APIDECK_TESTS_SUPPORT_ERRATIC_SERVER_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace apideck::tests {

/// How many of a hundred requests an `erratic_server` treats in which way; the others get a session.
struct erratic_manners {
    unsigned delayed = 0;     ///< a session, up to 5 ms later
    unsigned too_many = 0;    ///< 429 with `retry-after-ms`
    unsigned unavailable = 0; ///< 503
    unsigned reset = 0;       ///< TCP RST
    unsigned dropped = 0;     ///< TCP FIN, without TLS's own end
};

/// What is kept of a request.
struct arrival {
    std::size_t key{}; ///< the number that was its API key
    bool first{};      ///< on its connection
};

/** An HTTPS server with a thread of its own that treats requests at random. Unlike `mock_vault` it
    keeps next to nothing of each. */
class erratic_server {
public:
    erratic_server(std::uint32_t seed, erratic_manners const& manners);
    ~erratic_server();
    erratic_server(erratic_server const&) = delete;
    erratic_server& operator=(erratic_server const&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::string const& ca_pem() const;
    /// Treat the requests to come in another way.
    void set(erratic_manners const& manners);
    /// The requests since the last time.
    [[nodiscard]] std::vector<arrival> take_arrivals();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace apideck::tests

#endif
