#ifndef APIDECK_TESTING_SCRIPTED_STEP_HPP
#define APIDECK_TESTING_SCRIPTED_STEP_HPP

#include <apideck/http/message.hpp>

#include <functional>
#include <string>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

class scripted_transport;

namespace detail {
struct scripted_state;
}

/// How one exchange ends. Made by a `scripted_transport`; each member changes one thing about it and
/// returns it, so they chain: `script.reply(503, "").after(20ms)`.
class scripted_step {
public:
    /// It takes so long, in virtual time.
    scripted_step& after(duration time)
    {
        after_ = time;
        return *this;
    }
    /// Calls `look` with the request. What it throws leaves `async_exchange`.
    scripted_step& check(std::function<void(http::request const&)> look)
    {
        check_ = std::move(look);
        return *this;
    }
    /// It goes over a connection that was used before, as far as the client can tell.
    scripted_step& reused_connection()
    {
        outcome_.reused_connection = true;
        return *this;
    }
    /// Another attempt would meet the same failure (see `http::exchange_result::permanent`).
    scripted_step& permanent()
    {
        outcome_.permanent = true;
        return *this;
    }
    /// More about its error, as it stands in `connection_error::reason`.
    scripted_step& reason(std::string text)
    {
        outcome_.reason = std::move(text);
        return *this;
    }

private:
    friend struct detail::scripted_state;
    friend class scripted_transport;

    explicit scripted_step(http::exchange_result outcome) : outcome_(std::move(outcome)) {}

    http::exchange_result outcome_;
    std::function<void(http::request const&)> check_{};
    duration after_{};
};

/// A request as the transport got it, with the limits of its exchange and when that began.
struct scripted_request : http::request {
    /// The limits.
    http::exchange_options options{};
    /// When it began, by the transport's clock.
    time_point at{};
};

} // namespace apideck::testing

#endif
