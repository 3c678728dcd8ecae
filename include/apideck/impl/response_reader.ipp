#ifndef APIDECK_IMPL_RESPONSE_READER_IPP
#define APIDECK_IMPL_RESPONSE_READER_IPP

#include <apideck/http/detail/response_reader.hpp>

#include <algorithm>
#include <string_view>

namespace apideck::http::detail {

APIDECK_DECL std::size_t response_reader::put(
    asio::const_buffer bytes, boost::system::error_code& ec)
{
    namespace bhttp = boost::beast::http;
    std::size_t used = 0;
    ec = {};
    started_ = started_ || bytes.size() != 0;
    while (!ec && !done() && used != bytes.size()) {
        // Up to Boost 1.85 Beast asserts that a last chunk without content never has less than its five
        // bytes when it is looked at again (boostorg/beast pull request 2861).
        std::string_view const rest(
            static_cast<char const*>(bytes.data()) + used, bytes.size() - used);
        if (parser_->is_header_done() && parser_->chunked() && rest.size() < 5
            && rest.starts_with("0\r\n"))
            break;
        // In Boost 1.81 and 1.83 Beast holds its limit against the bytes of one call only, and takes
        // header fields one by one where the pieces end with them.
        if (!parser_->is_header_done())
            parser_->header_limit(static_cast<std::uint32_t>(
                limits_.head - std::min<std::size_t>(head_size_, limits_.head)));
        std::size_t const taken = parser_->put(bytes + used, ec);
        used += taken;
        if (!parser_->is_header_done())
            head_size_ += taken;
        if (interim()) // its first line may be taken before the rest is there
            interim_size_ += taken;
        if (ec == bhttp::error::need_more) {
            ec = {};
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
            else if (interim_size_ > limits_.head)
                ec = bhttp::error::header_limit;
            else
                restart();
        }
    }
    // Beast limits the header fields, but neither a chunk's extensions nor the trailers: what can't
    // be used yet may not be more than a head.
    if (!ec && !done() && bytes.size() - used > limits_.head)
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
    return "the answer is not one that can be taken";
}

} // namespace apideck::http::detail

#endif
