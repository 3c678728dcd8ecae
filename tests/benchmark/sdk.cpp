// The SDK as it comes: pool, deadline and retries are on, no observer is set.

#include "common.hpp"

#include <apideck.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <exception>
#include <thread>
#include <vector>

namespace asio = boost::asio;

namespace {

apideck::Session make_session()
{
    namespace s = benchmark::session;
    return {
        .consumer_metadata = apideck::ConsumerMetadata{
            .account_name = s::account_name,
            .user_name = s::user_name,
            .email = s::email,
            .image = s::image,
        },
        .redirect_uri = s::redirect_uri,
        .settings = apideck::SessionSettings{
            .unified_apis = {{apideck::UnifiedApiId::crm}},
            .session_length = s::session_length,
        },
        .theme = apideck::Theme{
            .favicon = s::favicon,
            .logo = s::logo,
            .primary_color = s::color,
            .sidepanel_background_color = s::color,
            .sidepanel_text_color = s::text_color,
            .vault_name = s::vault_name,
            .privacy_url = s::privacy_url,
            .terms_url = s::terms_url,
        },
        .custom_consumer_settings = boost::json::object{
            {"feature_flag_1", true},
            {"tax_rates", {{{"id", "6"}, {"label", "6%"}}, {{"id", "21"}, {"label", "21%"}}}},
        },
    };
}

asio::awaitable<void> worker(
    benchmark::run& run, apideck::client client, apideck::Session const& kept)
{
    auto const take = [&](std::size_t n, benchmark::clock::time_point start,
                          apideck::create_session_result const& created) {
        if (!created)
            run.fail(created.error().message());
        run.finished(n, start, created->data.session_uri, created->data.session_token);
    };
    for (std::size_t n = 0; run.more(); ++n) {
        auto const start = benchmark::clock::now();
        if (run.args.keep_session) {
            auto const created = co_await client.vault.sessions.create(kept);
            take(n, start, created);
        } else {
            apideck::Session const session = make_session();
            auto const created = co_await client.vault.sessions.create(session);
            take(n, start, created);
        }
    }
}

apideck::client_options options(benchmark::run const& run)
{
    apideck::client_options out;
    out.api_key = benchmark::authorization;
    out.app_id = benchmark::app_id;
    out.consumer_id = benchmark::consumer_id;
    out.server_url = "https://" + run.args.host + ':' + run.args.port;
    out.timeout = benchmark::deadline;
    out.tls.ca_file = run.args.ca_file;
    out.pool.max_connections = run.args.connections;
    return out;
}

} // namespace

int main(int argc, char** argv)
{
    benchmark::run run("sdk", argc, argv);

    apideck::Session const kept = make_session();
    asio::io_context context(static_cast<int>(run.args.threads));
    {
        apideck::client const client(context, options(run));
        auto const done = [](std::exception_ptr e) {
            if (e)
                std::rethrow_exception(e);
        };
        for (unsigned i = 0; i != run.args.in_flight; ++i) {
            if (run.args.threads == 1)
                asio::co_spawn(context, worker(run, client, kept), done);
            else
                asio::co_spawn(asio::make_strand(context), worker(run, client, kept), done);
        }
    }
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < run.args.threads; ++i)
        others.emplace_back([&context] { context.run(); });
    context.run();
    others.clear();
    return run.print();
}
