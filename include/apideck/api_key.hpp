#ifndef APIDECK_API_KEY_HPP
#define APIDECK_API_KEY_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE {

/// What a key provider is asked.
struct key_request {
    /// Set after a 401: the server refused the key that the provider gave, so don't answer from a
    /// cache.
    bool refresh{};
};

/** The API key: a text, or a function that gives it.

    The client calls a function before each attempt, as `f(key_request)` or `f()`. It returns
    - a text; it should be quick, for a thread of the client's executor waits for it, or
    - `asio::awaitable<std::string>`, which runs on a strand of the client's executor.

    After a 401 the call asks it once more, with `refresh` set, unless the policy allows one attempt
    only (`retry_policy::none()`). If it then gives another key, the request is sent again; if not,
    or if it throws, the 401 is the call's result.

    The key is sent as `Authorization: Bearer <key>` (RFC 6750 section 2.1); "Bearer " is added
    unless it is there. It is never printed: there is no `operator<<`, and no way back to the text.

    @par Errors
    If the function throws for an attempt, or gives a key that can't stand in a header field, the call
    ends with an `invalid_request_error` whose field is "api_key".
    @par Cancellation
    The call's deadline and its cancellation hold while the function runs: a coroutine is cancelled
    (terminal), and the call waits neither for it nor for a function any longer.
    @par Object lifetimes
    Copies share the text or the function, which lives until the last call that asked it has its
    answer.
    @par Thread safety
    One call asks the function once at a time; several calls may ask it at once if the executor has
    several threads.
*/
class api_key {
public:
    /// For the SDK's own use: passes a provider's answer on.
    using completion = asio::any_completion_handler<void(std::exception_ptr, std::string)>;

    /// No key: every call is refused with an `invalid_request_error`.
    api_key() = default;

    /// A key that stays the same. Implicit, so that options can be written as `.api_key = "..."`.
    template <class S>
        requires std::convertible_to<S&&, std::string>
    api_key(S&& text)
        : state_(std::make_shared<state>(state{std::string(std::forward<S>(text)), {}}))
    {}

    /// A key that a function gives, as described above.
    template <class F>
        requires(!std::convertible_to<F &&, std::string>)
        && (!std::same_as<std::remove_cvref_t<F>, api_key>)
        && (std::invocable<std::remove_cvref_t<F>&, key_request>
            || std::invocable<std::remove_cvref_t<F>&>)
    api_key(F&& provider)
        : state_(std::make_shared<state>(state{{}, make_provider(std::forward<F>(provider))}))
    {}

private:
    friend class key_access;
    using provider_function = std::function<void(key_request, asio::any_io_executor, completion)>;

    struct state {
        std::string text;
        provider_function provider;

        // The longest-lived copy must not stay behind in freed memory.
        state(std::string t, provider_function p) : text(std::move(t)), provider(std::move(p)) {}
        state(state&&) = default;
        ~state()
        {
            for (char volatile& c : text)
                c = 0;
        }
    };

    template <class F>
    static decltype(auto) call(F& f, key_request request)
    {
        if constexpr (std::invocable<F&, key_request>)
            return f(request);
        else
            return f();
    }

    template <class F>
    static asio::awaitable<std::string> run(std::shared_ptr<F> f, key_request request)
    {
        co_return co_await call(*f, request);
    }

    template <class F>
    static provider_function make_provider(F&& provider)
    {
        using function = std::remove_cvref_t<F>;
        auto shared = std::make_shared<function>(std::forward<F>(provider));
        using returned = std::remove_cvref_t<decltype(call(*shared, key_request{}))>;
        if constexpr (std::convertible_to<returned, std::string>) {
            return [shared](key_request request, asio::any_io_executor const&, completion done) {
                std::string key = call(*shared, request); // who asks sees to what it throws
                std::move(done)(nullptr, std::move(key));
            };
        } else {
            static_assert(std::same_as<returned, asio::awaitable<std::string>>,
                "apideck: a key provider returns std::string or asio::awaitable<std::string>");
            return [shared](key_request request, asio::any_io_executor const& ex, completion done) {
                asio::co_spawn(ex, run(shared, request), std::move(done));
            };
        }
    }

    std::shared_ptr<state const> state_;
};

} // namespace apideck

#endif
