#ifndef APIDECK_API_KEY_HPP
#define APIDECK_API_KEY_HPP

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

namespace apideck {

/// What a key provider is asked.
struct key_request {
    /// The key that the provider gave last was refused with 401: don't answer from a cache.
    bool refresh{};
};

/** The API key: a text, or a function that gives it.

    A function is called before each attempt, as `f(key_request)` or `f()`, and returns
    - a text, or
    - `asio::awaitable<std::string>`, which runs on the client's executor within the call's
      deadline; when the deadline strikes or the call is cancelled it is cancelled too, and no
      longer waited for.

    After a 401 it is asked once more with `refresh` set, and if it then gives another key the
    request is sent again (unless retries are off); else the 401 is the call's result. What it
    throws when it is asked for an attempt becomes an `invalid_request_error`. With several threads it must be safe to call at once. It is kept
    until the last call that asked it has its answer.

    The key is sent as `Authorization: Bearer <key>`; "Bearer " is added unless it is there.
    A key is never printed: there is no `operator<<`, and no way back to the text.
*/
class api_key {
public:
    using completion = asio::any_completion_handler<void(std::exception_ptr, std::string)>;

    /// No key: every call is refused with an `invalid_request_error`.
    api_key() = default;

    template <class S>
        requires std::convertible_to<S&&, std::string>
    api_key(S&& text)
        : state_(std::make_shared<state>(state{std::string(std::forward<S>(text)), {}}))
    {}

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

        // The copy that lives longest is not left behind in freed memory.
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
                std::exception_ptr thrown;
                std::string key;
                try {
                    key = call(*shared, request);
                } catch (...) {
                    thrown = std::current_exception();
                }
                std::move(done)(thrown, std::move(key));
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
