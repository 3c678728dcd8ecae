// The URL of a server.

#include "fuzz.hpp"

#include <apideck/core/server_url.hpp>

#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace apideck;
    auto const text = fuzz::as_text(data, size);
    auto const url = core::parse_server_url(text);
    if (!url) {
        FUZZ_CHECK(!url.error().reason.empty());
        return 0;
    }
    auto const& [origin, path] = *url;
    auto const host = core::host_field(origin);
    FUZZ_CHECK(!origin.host.empty() && origin.port != 0);
    FUZZ_CHECK(path.empty() || (path.starts_with('/') && !path.ends_with('/')));
    // Both go on the wire: nothing may end a line or a word there.
    for (char const c : host + path)
        FUZZ_CHECK(c > ' ' && c <= '~' && c != '?' && c != '#' && c != '"');
    FUZZ_CHECK((host + path).find('@') == std::string::npos || path.find('@') != path.npos);

    auto const again
        = core::parse_server_url((origin.tls ? "https://" : "http://") + host + path + '/');
    FUZZ_CHECK(again && *again == *url);
    return 0;
}
