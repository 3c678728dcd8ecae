#ifndef APIDECK_EXAMPLES_SUPPORT_VAULT_HPP
#define APIDECK_EXAMPLES_SUPPORT_VAULT_HPP

#include <apideck/client_options.hpp>
#include <apideck/testing/mock_vault.hpp>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <utility>

/// Where an example's calls go: Apideck's API where APIDECK_API_KEY, APIDECK_APP_ID and
/// APIDECK_CONSUMER_ID are set, and a mock of it in this process where none of them is.
class vault {
public:
    explicit vault(boost::asio::any_io_executor executor,
        apideck::testing::mock_vault_options mock_options = {})
        : options_(apideck::client_options::from_environment())
    {
        int set = 0;
        for (char const* name : {"APIDECK_API_KEY", "APIDECK_APP_ID", "APIDECK_CONSUMER_ID"})
            set += std::getenv(name) != nullptr;
        if (set == 3) {
            std::cerr << "Talking to " << options_.server_url << ".\n";
            return;
        }
        if (set != 0) {
            std::cerr << "Set all of APIDECK_API_KEY, APIDECK_APP_ID and APIDECK_CONSUMER_ID, or none "
                         "of them to talk to a mock.\n";
            std::exit(2);
        }
        mock_.emplace(executor, std::move(mock_options));
        options_.api_key = "a-key-for-the-mock";
        options_.app_id = "dSBdXd2H6Mqwfg0atXHXYcysLJE9qyn1VwBtXHX";
        options_.consumer_id = "test-consumer";
        options_.server_url = mock_->url();
        options_.proxy = {}; // one of the environment has no way to this machine
        // The mock made its certificate a moment ago: trust that one. Verification stays on.
        options_.tls.ca_pem = mock_->ca_pem();
        std::cerr << "No APIDECK_API_KEY is set: talking to a mock of Vault in this process, at "
                  << mock_->url() << ".\n";
    }

    [[nodiscard]] apideck::client_options const& options() const { return options_; }

    /// The mock, or null where the API itself is talked to.
    [[nodiscard]] apideck::testing::mock_vault* mock() { return mock_ ? &*mock_ : nullptr; }

    /// The calls are done: stop the mock, so that the program can end.
    void stop() { mock_.reset(); }

private:
    apideck::client_options options_;
    std::optional<apideck::testing::mock_vault> mock_;
};

#endif
