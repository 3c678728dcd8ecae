#ifndef APIDECK_CORE_TYPED_CALL_HPP
#define APIDECK_CORE_TYPED_CALL_HPP

#include <apideck/core/call.hpp>
#include <apideck/result.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/prefer.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace apideck::core {

/// A call whose answer is a `Model`, and the handler that waits for it.
template <class Model>
class typed_call final : public call {
public:
    using handler = asio::any_completion_handler<void(result<apideck::response<Model>>)>;

    static void start(
        std::shared_ptr<pipeline> shared, std::unique_ptr<prepared_call> prepared, handler h)
    {
        auto self
            = std::make_shared<typed_call>(std::move(shared), std::move(prepared), std::move(h));
        auto slot = asio::get_associated_cancellation_slot(self->completion_->h);
        if (slot.is_connected())
            slot.assign([weak = std::weak_ptr<call>(self)](asio::cancellation_type type) {
                if (auto alive = weak.lock(); alive && type != asio::cancellation_type::none)
                    alive->cancel();
            });
        self->call::start();
    }

    typed_call(
        std::shared_ptr<pipeline> shared, std::unique_ptr<prepared_call> prepared, handler h)
        : call(shared, std::move(prepared)), completion_(new completion{std::move(h), {}}),
          executor_(asio::prefer(asio::get_associated_executor(
                                     completion_->h, shared->transport().get_executor()),
              asio::execution::outstanding_work.tracked))
    {}

private:
    // What outlives the call until the handler was called, maybe in another context than the call's.
    struct completion {
        handler h;
        std::optional<result<apideck::response<Model>>> outcome;
    };

    void deliver(result<answer> outcome) override
    {
        if (outcome)
            completion_->outcome.emplace(read_success<Model>(std::move(*outcome)));
        else
            completion_->outcome.emplace(std::move(outcome).error());
        auto const executor = std::move(executor_);
        asio::dispatch(executor, [done = std::move(completion_)] {
            // Here, where the caller may signal: what it would signal is over.
            asio::get_associated_cancellation_slot(done->h).clear();
            std::move(done->h)(std::move(*done->outcome));
        });
    }

    std::unique_ptr<completion> completion_;
    // Keeps the caller's context running until the handler was called.
    asio::any_completion_executor executor_;
};

} // namespace apideck::core

#endif
