#ifndef APIDECK_HTTP_DETAIL_PROXY_HPP
#define APIDECK_HTTP_DETAIL_PROXY_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/option_error.hpp>

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// What `proxy_options::url` says.
struct proxy {
    origin server{};
    /// `user:password`, to be encoded as Basic has it; empty where there are none. A credential.
    std::string credentials{};
};

/// Read `proxy_options::url`. @return What is wrong, where it can't be used; never quotes it.
[[nodiscard]] APIDECK_DECL boost::system::result<proxy, option_error> parse_proxy(
    std::string_view url);

/// Whether a server is in the list `proxy_options::no_proxy`.
[[nodiscard]] APIDECK_DECL bool bypasses_proxy(std::string_view list, origin const& server);

} // namespace apideck::http::detail

#endif
