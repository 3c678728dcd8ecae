#include <apideck/client_options.hpp>

#include <apideck/core/credential.hpp>
#include <apideck/core/pipeline.hpp>

#include <tests/support/catch.hpp>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

using apideck::client_options;
using apideck::key_access;
using namespace std::chrono_literals;

namespace {

constexpr char const* variables[] = {"APIDECK_API_KEY", "APIDECK_APP_ID", "APIDECK_CONSUMER_ID",
    "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"};

/// Sets a variable of the environment, or with null takes it out.
void set_variable(char const* name, char const* value)
{
#if defined(_WIN32)
    _putenv_s(name, value ? value : "");
#else
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
#endif
}

/// The environment without our variables, and afterwards as it was.
class clean_environment {
public:
    clean_environment()
    {
        for (char const* const name : variables) {
            char const* const value = std::getenv(name);
            before_.emplace_back(value ? value : "");
            set_variable(name, nullptr);
        }
    }
    clean_environment(clean_environment const&) = delete;
    clean_environment& operator=(clean_environment const&) = delete;
    ~clean_environment()
    {
        for (std::size_t i = 0; i != before_.size(); ++i)
            set_variable(variables[i], before_[i].empty() ? nullptr : before_[i].c_str());
    }

private:
    std::vector<std::string> before_;
};

} // namespace

TEST_CASE("options are read from the environment", "[client_options]")
{
    clean_environment const clean;
    set_variable("APIDECK_API_KEY", "key");
    set_variable("APIDECK_APP_ID", "app");
    set_variable("APIDECK_CONSUMER_ID", "consumer");
    auto const options = client_options::from_environment();
    REQUIRE(key_access::is_text(options.api_key));
    CHECK(key_access::text(options.api_key) == "key");
    CHECK(options.app_id == "app");
    CHECK(options.consumer_id == "consumer");
}

TEST_CASE("what the environment does not set stays unset", "[client_options]")
{
    clean_environment const clean;
    set_variable("APIDECK_APP_ID", "app");
    auto const options = client_options::from_environment();
    CHECK_FALSE(key_access::is_text(options.api_key));
    CHECK_FALSE(key_access::is_provider(options.api_key));
    CHECK(options.app_id == "app");
    CHECK(options.consumer_id.empty());
    CHECK(options.server_url == client_options{}.server_url);
    CHECK(options.proxy.url.empty());
    CHECK(options.proxy.no_proxy.empty());
}

TEST_CASE("a proxy is read from the environment, in small letters before capitals", "[client_options]")
{
    clean_environment const clean;
    set_variable("HTTPS_PROXY", "http://capitals:1");
    set_variable("NO_PROXY", "capitals.test");
    CHECK(client_options::from_environment().proxy.url == "http://capitals:1");
    CHECK(client_options::from_environment().proxy.no_proxy == "capitals.test");
    set_variable("https_proxy", "");
    set_variable("no_proxy", "");
    CHECK(client_options::from_environment().proxy.url == "http://capitals:1");
    CHECK(client_options::from_environment().proxy.no_proxy == "capitals.test");
#if !defined(_WIN32) // where they are the same variables
    set_variable("https_proxy", "http://small:1");
    set_variable("no_proxy", "small.test");
    CHECK(client_options::from_environment().proxy.url == "http://small:1");
    CHECK(client_options::from_environment().proxy.no_proxy == "small.test");
#endif
}

TEST_CASE("options that are not asked to read the environment don't", "[client_options]")
{
    clean_environment const clean;
    set_variable("HTTPS_PROXY", "http://proxy.test:3128");
    CHECK(client_options().proxy.url.empty());
}

TEST_CASE("the defaults bound a call in time and size", "[client_options]")
{
    client_options const options;
    CHECK(options.server_url == "https://unify.apideck.com");
    CHECK_FALSE(options.allow_plain_http);
    CHECK(options.timeout == 60s);
    CHECK(options.attempt_timeout == 20s);
    CHECK(options.connect_timeout == 10s);
    CHECK(options.limits.head == 32 * 1024);
    CHECK(options.limits.body == 4 * 1024 * 1024);
    CHECK(options.limits.error_body == 64 * 1024);
    CHECK(options.pool.max_connections == 64);
    CHECK(options.pool.idle_timeout == 30s);
}

TEST_CASE("the default policy retries a few times within a minute", "[client_options]")
{
    apideck::retry_policy const policy;
    CHECK(policy.initial_interval == 500ms);
    CHECK(policy.max_interval == 60s);
    CHECK(policy.exponent == 1.5);
    CHECK(policy.max_elapsed_time == 60s);
    CHECK(policy.retry_connection_errors);
    CHECK(policy.status_codes == std::vector<int>{408, 429, 500, 502, 503, 504});
    CHECK(policy.max_attempts == 4);
}

TEST_CASE("clients that are made at once have a jitter of their own each", "[client_options]")
{
    std::vector<std::unique_ptr<apideck::core::pipeline>> clients;
    std::set<double> seen;
    for (int i = 0; i != 1000; ++i) {
        clients.push_back(
            std::make_unique<apideck::core::pipeline>(client_options{}, nullptr));
        seen.insert(clients.back()->jitter());
    }
    CHECK(seen.size() == clients.size());
}

TEST_CASE("jitter is spread over its range", "[client_options]")
{
    apideck::core::pipeline pipeline({}, nullptr);
    std::set<double> drawn;
    for (int i = 0; i != 1000; ++i) {
        double const jitter = pipeline.jitter();
        REQUIRE(jitter >= 0);
        REQUIRE(jitter < 1);
        drawn.insert(jitter);
    }
    CHECK(drawn.size() > 990);
    // By chance alone each of these fails once in more than 10^40 runs.
    CHECK(*drawn.begin() < 0.1);
    CHECK(*drawn.rbegin() > 0.9);
}
