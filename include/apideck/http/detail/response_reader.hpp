#ifndef APIDECK_HTTP_DETAIL_RESPONSE_READER_HPP
#define APIDECK_HTTP_DETAIL_RESPONSE_READER_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/message.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/version.hpp>
#include <boost/optional/optional.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Beast's parser, writing into a `response`. A body beyond its limit ends in `body_limit`, with
/// what fits of it kept.
class response_parser final : public boost::beast::http::basic_parser<false> {
public:
    response_parser(http::response& out, http::limits const& limits) : out_(out), limits_(limits)
    {
        header_limit((std::numeric_limits<std::uint32_t>::max)()); // the reader counts
        body_limit(boost::none); // which limit applies depends on the status
    }

    /// Whether the trailers have begun: in Boost 1.88 Beast takes them field by field.
    [[nodiscard]] bool last_chunk() const { return last_chunk_; }

private:
    using error_code = boost::system::error_code;
    using string_view = boost::beast::string_view;
    using field = boost::beast::http::field;
    using verb = boost::beast::http::verb;

    void on_request_impl(verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int status, string_view, int version, error_code& ec) override
    {
        out_.status = status;
        out_.headers.reserve(384); // in place of an allocation each time that the text doubles
        may_be_chunked_ = version >= 11;
        if (status < 100) // Beast takes any three digits
            ec = boost::beast::http::error::bad_status;
    }
    void on_field_impl(field f, string_view name, string_view value, error_code&) override
    {
        if (head_done_) // after it come the trailers, which nobody asked for
            return;
        out_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
        // Beast reads on by Content-Length or to the end where it does not know a coding. What frames
        // a body in any doubtful way is how a proxy and a client are made to differ (RFC 9112
        // section 6.1).
        if (f == field::transfer_encoding)
            doubtful_ = doubtful_ || !may_be_chunked_
                || !same_name({value.data(), value.size()}, "chunked");
    }
#if BOOST_BEAST_VERSION >= 359
    void on_trailer_field_impl(field f, string_view, string_view, error_code& ec) override
    {
        // What frames a body may not stand behind it (RFC 9110 section 6.5.1).
        if (f == field::content_length)
            ec = boost::beast::http::error::bad_content_length;
        else if (f == field::transfer_encoding)
            ec = boost::beast::http::error::bad_transfer_encoding;
    }
#endif
    void on_header_impl(error_code& ec) override
    {
        head_done_ = true;
        if (doubtful_)
            ec = boost::beast::http::error::bad_transfer_encoding;
    }

    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& ec) override
    {
        if (!length)
            return;
        if (*length > limit() && success())
            ec = boost::beast::http::error::body_limit;
        else // no more on a server's word alone
            out_.body.reserve(static_cast<std::uint32_t>(
                (std::min)({*length, limit(), std::uint64_t{64 * 1024}})));
    }
    std::size_t on_body_impl(string_view body, error_code& ec) override
    {
        std::uint64_t const room = limit() - out_.body.size();
        out_.body.append(body.data(), (std::min<std::uint64_t>)(body.size(), room));
        if (body.size() > room) {
            out_.body_truncated = true;
            ec = boost::beast::http::error::body_limit;
        }
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t size, string_view, error_code&) override
    {
        last_chunk_ = size == 0;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override
    {
        return on_body_impl(body, ec);
    }
    void on_finish_impl(error_code&) override {}

    [[nodiscard]] bool success() const { return out_.status / 100 == 2; }
    [[nodiscard]] std::uint64_t limit() const
    {
        return success() ? limits_.body : limits_.error_body;
    }

    http::response& out_;
    http::limits const& limits_;
    bool head_done_ = false;
    bool may_be_chunked_ = false;
    bool last_chunk_ = false;
    bool doubtful_ = false; // how the body is framed
};

/// Reads the answer to one request from bytes in any pieces: interim answers (1xx) are passed over.
class response_reader {
public:
    /// @param head_only The answer is done with its head, whatever that says of a body.
    explicit response_reader(http::limits const& limits, bool head_only = false)
        : limits_(limits), head_only_(head_only)
    {
        restart();
    }

    response_reader(response_reader const&) = delete;
    response_reader& operator=(response_reader const&) = delete;

    /** Take bytes. @return How many are used up; the rest must be offered again with more behind.
        `ec` is set where they are no HTTP answer, or one beyond a limit. */
    APIDECK_DECL std::size_t put(asio::const_buffer bytes, boost::system::error_code& ec);

    /// The connection has ended in an orderly way: is the answer whole?
    APIDECK_DECL void put_eof(boost::system::error_code& ec);

    /// Why bytes were refused: the limit that was passed, by its name, or that they are no answer.
    [[nodiscard]] APIDECK_DECL std::string why_refused(boost::system::error_code const& ec) const;

    [[nodiscard]] bool started() const { return started_; }
    [[nodiscard]] bool head_done() const { return parser_->is_header_done() && !interim(); }
    [[nodiscard]] bool done() const
    {
        return (parser_->is_done() && !interim()) || out_.body_truncated;
    }
    /// Whether another request may follow on the connection.
    [[nodiscard]] bool keep_alive() const { return parser_->is_done() && parser_->keep_alive(); }
    [[nodiscard]] http::response& response() noexcept { return out_; }

private:
    [[nodiscard]] bool interim() const { return out_.status / 100 == 1; }
    /// How many bytes the parser may have to go on: of all heads together, or of what frames a
    /// chunk. (Beast's own limit counts a status line and the fields apart, and no chunk's extensions.)
    [[nodiscard]] std::size_t room() const { return limits_.head - framing_; }
    void restart()
    {
        out_ = {};
        parser_.emplace(out_, limits_);
        parser_->skip(head_only_);
    }

    http::limits const& limits_;
    bool const head_only_;
    http::response out_;
    std::optional<response_parser> parser_;
    std::size_t framing_ = 0; // taken: of the heads, interim ones included, or of the trailers
    bool started_ = false;
};

} // namespace apideck::http::detail

#endif
