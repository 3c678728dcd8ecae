#ifndef APIDECK_HTTP_IMPL_RESPONSE_READER_IPP
#define APIDECK_HTTP_IMPL_RESPONSE_READER_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/response_reader.hpp>

#include <algorithm>
#include <string_view>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL std::size_t response_reader::put(
    asio::const_buffer bytes, boost::system::error_code& ec)
{
    namespace bhttp = boost::beast::http;
    std::size_t used = 0;
    ec = {};
    started_ = started_ || bytes.size() != 0;
    while (!ec && !done() && used != bytes.size()) {
        std::size_t const left = bytes.size() - used;
        std::string_view const rest(
            static_cast<char const*>(bytes.data()) + used, (std::min)(left, room()));
        if (rest.empty())
            break;
        // Up to Boost 1.85 Beast asserts that a last chunk without content never has less than its five
        // bytes when it is looked at again (boostorg/beast pull request 2861).
        if (parser_->is_header_done() && parser_->chunked() && rest.size() < 5
            && rest.starts_with("0\r\n"))
            break;
        std::size_t const taken = parser_->put(asio::buffer(rest), ec);
        used += taken;
        bool const limited = !head_done() || parser_->last_chunk();
        framing_ = limited ? framing_ + taken : 0;
        if (ec == bhttp::error::need_more) {
            ec = {};
            if (taken == 0 || rest.size() == left)
                break;
        }
        if (ec == bhttp::error::body_limit && out_.body_truncated && out_.status / 100 != 2) {
            ec = {}; // cut, and complete as far as anybody will look
            break;
        }
        if (!ec && parser_->is_done() && interim()) {
            // 101 is no interim answer: it hands the connection to a protocol nobody asked for.
            if (out_.status == 101)
                ec = bhttp::error::bad_status;
            else
                restart();
        }
    }
    if (!ec && !done() && bytes.size() - used > room())
        ec = bhttp::error::header_limit;
    return used;
}

APIDECK_DECL void response_reader::put_eof(boost::system::error_code& ec)
{
    ec = {};
    if (!started_)
        ec = boost::beast::http::error::end_of_stream;
    else if (parser_->got_some())
        parser_->put_eof(ec);
    if (!ec && !done()) // or interim answers alone
        ec = boost::beast::http::error::partial_message;
}

APIDECK_DECL std::string response_reader::why_refused(boost::system::error_code const& ec) const
{
    if (ec == boost::beast::http::error::header_limit)
        return "limits.head is " + std::to_string(limits_.head) + " bytes";
    if (ec == boost::beast::http::error::body_limit)
        return "limits.body is " + std::to_string(limits_.body) + " bytes";
    if (ec == boost::beast::http::error::bad_chunk_extension)
        return "a chunk's extension is malformed, or longer than Boost.Beast takes";
    return "the answer is not one that can be taken";
}

} // namespace apideck::http::detail

#endif
