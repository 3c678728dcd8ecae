#ifndef APIDECK_HTTP_IMPL_LOOKUP_IPP
#define APIDECK_HTTP_IMPL_LOOKUP_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/lookup.hpp>

#include <apideck/http/headers.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <memory>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Ask the caller's resolver, which may throw, and answer on any thread.
inline void look_up_custom(asio::any_io_executor const& executor, resolve_function const& custom,
    std::string const& host, std::uint16_t port, lookup_handler handler)
{
    auto done = [executor, handler = std::move(handler)](
                    boost::system::error_code ec, endpoints found) {
        asio::post(executor, [handler, ec, found = std::move(found)]() mutable {
            handler(ec, std::move(found));
        });
    };
    try {
        custom(host, port, done);
    } catch (...) {
        done(asio::error::host_not_found, {});
    }
}

inline void look_up_system(asio::any_io_executor const& executor, std::string const& host,
    std::uint16_t port, lookup_handler const& handler)
{
    boost::system::error_code failed;
    try { // Asio begins a thread for the first lookup, and throws where the system gives none
        auto const resolver = std::make_shared<asio::ip::tcp::resolver>(executor);
        resolver->async_resolve(host, std::to_string(port), asio::ip::resolver_base::numeric_service,
            [handler, resolver](boost::system::error_code ec,
                asio::ip::tcp::resolver::results_type const& results) {
                endpoints found;
                for (auto const& one : results)
                    found.push_back(one.endpoint());
                handler(ec, std::move(found));
            });
        return;
    } catch (boost::system::system_error const& e) {
        failed = e.code();
    }
    handler(failed, {});
}

APIDECK_DECL void look_up(asio::any_io_executor const& executor, resolve_function const& custom,
    std::string const& host, std::uint16_t port, lookup_handler handler)
{
    using namespace asio::ip;
    boost::system::error_code not_an_address;
    auto const address = make_address(host, not_an_address);
    if (!not_an_address)
        return handler({}, {{address, port}});
    if (custom)
        return look_up_custom(executor, custom, host, port, std::move(handler));
    // A system without a hosts file would ask a DNS server.
    if (same_name(host, "localhost"))
        return handler({}, {{address_v4::loopback(), port}, {address_v6::loopback(), port}});
    look_up_system(executor, host, port, handler);
}

} // namespace apideck::http::detail

#endif
