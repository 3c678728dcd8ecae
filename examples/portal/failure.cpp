#include "connect.hpp"

#include "pages.hpp"

#include <chrono>
#include <iostream>

namespace portal {

namespace {

struct explanation {
    http::status status;
    std::string_view text;
};

constexpr explanation ours{http::status::bad_gateway,
    "That is for us to put right. Tell our support the request id, and we will look into it."};
constexpr explanation passing{
    http::status::service_unavailable, "Nothing is lost. Please try again in a minute."};

explanation explain(apideck::error const& why)
{
    return why.visit([](apideck::connection_error const&) { return passing; },
        [](apideck::timeout_error const&) { return passing; },
        [](apideck::cancelled_error const&) { return passing; },
        [](apideck::api_error const& e) {
            return e.status == 429 || e.status >= 500 ? passing : ours;
        },
        [](auto const&) { return ours; });
}

} // namespace

response failure(apideck::error const& why, customer const& of)
{
    // message() is one line without the key, a token, or what else is nobody's business.
    std::clog << "No session for " << of.id << ": " << why.message() << '\n';

    auto const [status, text] = explain(why);
    std::string const request_id = why.http() ? why.http()->request_id : "";
    response out = html(status,
        problem_page(
            "We could not open the connection page", text, request_id, "/customers/" + of.id));
    if (auto const wait = why.retry_after(); wait && status == http::status::service_unavailable)
        out.set(http::field::retry_after,
            std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()));
    return out;
}

} // namespace portal
