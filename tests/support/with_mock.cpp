// Runs a command with a mock of Vault beside it: `with_mock <command> <argument>...`, in which {url} is the
// mock's address and {ca} a file with its root certificate.

#include "temporary_file.hpp"

#include <apideck/testing/mock_vault.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <string>
#include <thread>

namespace {

void replace(std::string& text, std::string const& what, std::string const& by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

} // namespace

int main(int count, char** values)
{
    boost::asio::io_context context;
    apideck::testing::mock_vault_options options;
    options.session_uri_base = "https://another-process.test/session/";
    apideck::testing::mock_vault mock(context.get_executor(), options);
    apideck::tests::temporary_file const ca(mock.ca_pem());

    std::string command;
    for (int i = 1; i < count; ++i)
        command.append(i == 1 ? "'" : " '").append(values[i]).append(1, '\'');
    replace(command, "{url}", mock.url());
    replace(command, "{ca}", ca.path);

    int status = -1;
    std::jthread const other([&] {
        status = std::system(command.c_str());
        context.stop();
    });
    auto const until_then = boost::asio::make_work_guard(context);
    context.run();
    return status == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
