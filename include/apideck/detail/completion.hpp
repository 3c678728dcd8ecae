#ifndef APIDECK_DETAIL_COMPLETION_HPP
#define APIDECK_DETAIL_COMPLETION_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/detail/erase.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

/// From where a handler is called.
enum class completion {
    dispatched, ///< a completion on the operation's own executor: it may be called at once
    posted,     ///< anybody else's call, which it must not run within
};

/** The handler of an operation, to be called once, on its own executor.

    Where that is the operation's, `home`, which is the rule, it costs nothing more than the call.
    Where it is another, that one's context is kept running until then.

    @tparam Argument What the handler is called with: a value, or an rvalue that it is to take from, which
        saves moves of a large one.
    @tparam clear_slot Drop what was assigned to the handler's cancellation slot first. For slots of the
        caller's, who signals only where the handler runs.
*/
template <class Argument, bool clear_slot = false>
class completion_handler {
public:
    using result_type = std::remove_reference_t<Argument>;
    using handler_type = asio::any_completion_handler<void(Argument)>;

    completion_handler(handler_type handler, asio::any_io_executor const& home)
        : handler_(std::move(handler))
    {
        auto executor = asio::get_associated_executor(handler_, asio::any_completion_executor());
        if (executor && !same(executor, home))
            elsewhere_.emplace(asio::prefer(executor, asio::execution::outstanding_work.tracked));
    }

    explicit completion_handler(erased_handler<void(result_type)> erased)
        requires std::is_rvalue_reference_v<Argument>
        : handler_(std::move(erased.handler)), elsewhere_(std::move(erased.elsewhere))
    {}

    [[nodiscard]] asio::cancellation_slot slot() const
    {
        return asio::get_associated_cancellation_slot(handler_);
    }

    void operator()(completion how, asio::any_io_executor const& home, result_type&& result)
    {
        if (how == completion::dispatched && !elsewhere_)
            return call(std::move(handler_), std::move(result));
        if (how == completion::posted && !home)
            return; // its context is being destroyed, and with it all that is under way
        auto later = [executor = std::move(elsewhere_), handler = std::move(handler_),
                         result = std::move(result)]() mutable {
            if (!executor)
                return call(std::move(handler), std::move(result));
            asio::dispatch(
                *executor, [handler = std::move(handler), result = std::move(result)]() mutable {
                    call(std::move(handler), std::move(result));
                });
        };
        // There is no post to any_completion_executor, and whoever calls may be running on it.
        return how == completion::dispatched ? later() : asio::post(home, std::move(later));
    }

private:
    static bool same(
        asio::any_completion_executor const& executor, asio::any_io_executor const& home)
    {
        // To wrap home, which the general comparison needs, costs an allocation.
        using usual = asio::io_context::executor_type;
        auto const* const a = executor.target<usual>();
        auto const* const b = home.target<usual>();
        return a && b ? *a == *b : executor == asio::any_completion_executor(home);
    }

    static void call(handler_type handler, result_type&& result)
    {
        if constexpr (clear_slot)
            asio::get_associated_cancellation_slot(handler).clear();
        std::move(handler)(std::move(result));
    }

    handler_type handler_;
    std::optional<asio::any_completion_executor> elsewhere_;
};

} // namespace apideck::detail

#endif
