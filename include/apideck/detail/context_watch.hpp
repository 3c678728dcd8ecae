#ifndef APIDECK_DETAIL_CONTEXT_WATCH_HPP
#define APIDECK_DETAIL_CONTEXT_WATCH_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::detail {

/// Something that holds handlers, sockets or executors and must let go of them when their
/// `io_context` ends, for it may itself live longer.
class context_bound {
public:
    virtual void context_ends() noexcept = 0;

protected:
    ~context_bound() = default;
};

/// Tells what is bound to an execution context that the context ends.
class context_watch final : public asio::execution_context::service {
public:
    inline static asio::execution_context::id id;

    explicit context_watch(asio::execution_context& context) : service(context) {}

    static void bind(asio::any_io_executor const& executor, std::weak_ptr<context_bound> target)
    {
        asio::execution_context& context = asio::query(executor, asio::execution::context);
        auto& self = asio::use_service<context_watch>(context);
        std::lock_guard const lock(self.mutex_);
        std::erase_if(self.targets_, [](auto const& t) { return t.expired(); });
        self.targets_.push_back(std::move(target));
    }

private:
    void shutdown() override
    {
        auto const targets = std::move(targets_);
        for (auto const& weak : targets)
            if (auto const target = weak.lock())
                target->context_ends();
    }

    std::mutex mutex_;
    std::vector<std::weak_ptr<context_bound>> targets_;
};

} // namespace apideck::detail

#endif
