#ifndef APIDECK_CORE_ANSWER_HPP
#define APIDECK_CORE_ANSWER_HPP

#include <apideck/error.hpp>
#include <apideck/http/message.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/result.hpp>

#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// A whole HTTP answer and what is known of its call.
struct answer {
    http_info http{};
    std::string body{};
    bool body_truncated{};
    /// `limits::error_body`: how much of the body an error keeps.
    std::uint64_t most_error_body{64 * 1024};
    /// What of the key that was sent no error may repeat; a view into what outlives the answer.
    std::string_view key{};
};

/// The server's id of a request, or an empty text where it gives none.
APIDECK_DECL std::string request_id(http::headers const& headers);

/// An answer whose status is not the operation's success, as the error that it is.
APIDECK_DECL error to_api_error(answer&& a);

/// An answer of success whose body is not what the API promises.
APIDECK_DECL error to_validation_error(answer&& a, json::decode_error e);

/// What an answer of success is that there was no memory to read.
APIDECK_DECL error make_memory_error();

/// What is wrong with the `Content-Type` or `Content-Encoding` of an answer that must be JSON, or
/// nothing.
APIDECK_DECL std::optional<json::decode_error> check_content(http::headers const& headers);

/// An answer of success as the model that the API promises, or the error that it is.
template <class Model>
result<apideck::response<Model>> read_success(answer&& a)
{
    result<apideck::response<Model>> out(
        boost::system::in_place_value); // the one thing that is returned
    try {
        auto wrong = check_content(a.http.headers);
        if (!wrong)
            wrong = json::decode_to<Model>(*out, a.body);
        if (wrong)
            out = to_validation_error(std::move(a), std::move(*wrong));
        else
            out->http = std::move(a.http);
    } catch (std::bad_alloc const&) {
        out = make_memory_error();
    }
    return out;
}

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/answer.ipp>
#endif

#endif
