#ifndef APIDECK_TESTING_IMPL_MOCK_EXCHANGE_IPP
#define APIDECK_TESTING_IMPL_MOCK_EXCHANGE_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/message.hpp>
#include <apideck/testing/detail/mock_api.hpp>
#include <apideck/testing/detail/mock_connection.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/none.hpp>
#include <boost/system/error_code.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#if defined(__GNUC__) && !defined(__clang__) // GCC 12 says it of each coroutine's own code
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wzero-as-null-pointer-constant"
#endif

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

/// The bytes of an HTTP response.
inline std::string compose(
    mock_answer const& answer, std::string const& request_id, bool keep_alive)
{
    int const status = answer.status;
    http::headers fields = answer.headers;
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!fields.find(name))
            fields.add(name, value);
    };
    add("Request-Id", request_id);
    if (!answer.content_type.empty())
        add("Content-Type", answer.content_type);
    if (!fields.find("Transfer-Encoding") && status >= 200 && status != 204)
        add("Content-Length", std::to_string(answer.body.size()));
    if (!keep_alive)
        add("Connection", "close");
    auto const reason = boost::beast::http::obsolete_reason(
        boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    std::string out = "HTTP/1.1 " + std::to_string(status) + ' ';
    out.append(reason.data(), reason.size());
    return out + "\r\n" + fields.wire() + "\r\n" + answer.body;
}

APIDECK_DECL asio::awaitable<bool> mock_connection::serve_one()
{
    mock_request request;
    auto const what = co_await receive(request);
    if (what == received::nothing)
        co_return false;
    request.request_id = state_->next_request_id();
    phase_ = phase::answering;
    queued_answer queued;
    if (what == received::malformed) {
        keep_alive_ = false;
        queued.answer = api_error_answer(
            400, "RequestValidationError", "Malformed Request", "This is not HTTP/1.1");
    } else {
        state_->record(request);
        queued = state_->take_answer();
    }
    co_return co_await send(request, std::move(queued));
}

APIDECK_DECL asio::awaitable<mock_connection::received> mock_connection::receive(
    mock_request& request)
{
    namespace beast_http = boost::beast::http;
    beast_http::request_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.header_limit(1024 * 1024);
    parser.body_limit(boost::none);
    std::function<bool()> const news = [this] {
        return !reading_ || (phase_ == phase::idle && ending_);
    };
    phase_ = phase::idle;
    while (!parser.is_done()) {
        boost::system::error_code ec;
        std::size_t used = 0;
        if (!received_.empty()) {
            phase_ = phase::receiving;
            ending_.reset();
            used = parser.put(asio::buffer(received_), ec);
            received_.erase(0, used);
        }
        if (ec && ec != beast_http::error::need_more)
            co_return received::malformed;
        if (used != 0)
            continue;
        if (client_left_)
            co_return received::nothing;
        read_more();
        co_await wait((time_point::max)(), news);
        if (!open_)
            co_return received::nothing;
        if (phase_ == phase::idle && ending_) {
            co_await end(*ending_);
            co_return received::nothing;
        }
    }
    auto& message = parser.get();
    keep_alive_ = message.version() >= 11 && message.keep_alive();
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (auto const& field : message)
        request.headers.add(std::string(field.name_string()), std::string(field.value()));
    request.body = std::move(message.body());
    request.connection = number_;
    if (tls_)
        if (char const* name = SSL_get_servername(tls_->native_handle(), TLSEXT_NAMETYPE_host_name))
            request.server_name = name;
    co_return received::request;
}

/// @return whether the connection goes on.
APIDECK_DECL asio::awaitable<bool> mock_connection::send(
    mock_request const& request, queued_answer queued)
{
    auto& answer = queued.answer;
    std::function<bool()> const never = [] { return false; };
    std::function<bool()> const released = [this, place = queued.place] {
        return state_->is_released(place);
    };
    read_more();
    if (answer.hold)
        co_await wait((time_point::max)(), released);
    if (answer.delay > duration::zero())
        co_await wait(http::saturating_add(clock::now(), answer.delay), never);

    if (answer.headers.find("Connection").value_or("") == "close")
        keep_alive_ = false;
    bool const stalls = answer.ending == mock_ending::stall;
    bool const ends = answer.cut_after || answer.ending != mock_ending::keep_alive || !keep_alive_;
    if (!answer.raw && answer.status == 0) {
        auto own = api_answer(state_->options, request);
        answer.status = own.status;
        answer.body = std::move(own.body);
        for (auto const field : own.headers)
            if (!answer.headers.find(field.name))
                answer.headers.add(field.name, field.value);
        if (answer.content_type == mock_answer().content_type)
            answer.content_type = std::move(own.content_type);
    }
    std::string bytes = answer.raw ? *answer.raw : compose(answer, request.request_id, keep_alive_);
    if (answer.cut_after || stalls)
        bytes.resize((std::min)(bytes.size(), answer.cut_after.value_or(0)));
    if (!ends)
        phase_ = phase::finishing;
    bool good = co_await write(bytes, answer.piece_size);
    if (good)
        good = co_await write(answer.unsolicited, 0);
    if (good && stalls)
        co_await wait((time_point::max)(), never);
    else if (good && ends)
        co_await end(answer.ending == mock_ending::keep_alive ? mock_ending::close : answer.ending);
    co_return good && !ends;
}

} // namespace apideck::testing::detail

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif
