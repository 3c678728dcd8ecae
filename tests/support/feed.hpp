#ifndef APIDECK_TESTS_SUPPORT_FEED_HPP
#define APIDECK_TESTS_SUPPORT_FEED_HPP

#include <apideck/http/detail/response_reader.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace apideck::tests {

/// Feed a text in pieces of a size; what is not used up is offered again with the next.
inline boost::system::error_code feed(
    http::detail::response_reader& reader, std::string_view text, std::size_t piece)
{
    boost::system::error_code ec;
    std::string pending;
    while (!text.empty() && !ec && !reader.done()) {
        pending += text.substr(0, piece);
        text.remove_prefix(std::min(piece, text.size()));
        pending.erase(0, reader.put(boost::asio::buffer(pending), ec));
    }
    return ec;
}

/// Sizes of pieces that are worth a try. 24: the first line of a 100 and a byte, and whole header fields of
/// six bytes and no more than a byte.
inline constexpr std::size_t pieces[] = {1, 5, 24, 100'000};

} // namespace apideck::tests

#endif
