#ifndef APIDECK_IMPL_RESPONSE_READER_IPP
#define APIDECK_IMPL_RESPONSE_READER_IPP

#include <apideck/http/detail/response_reader.hpp>

namespace apideck::http::detail {

APIDECK_DECL std::size_t response_reader::put(
    asio::const_buffer bytes, boost::system::error_code& ec)
{
    namespace bhttp = boost::beast::http;
    constexpr unsigned most_interim_answers = 16;
    std::size_t used = 0;
    ec = {};
    started_ = started_ || bytes.size() != 0;
    while (!ec && !done() && used != bytes.size()) {
        used += parser_->put(bytes + used, ec);
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
            if (out_.status == 101 || ++interim_answers_ > most_interim_answers)
                ec = bhttp::error::bad_status;
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

} // namespace apideck::http::detail

#endif
