#ifndef APIDECK_CORE_TYPED_CALL_HPP
#define APIDECK_CORE_TYPED_CALL_HPP

#include <apideck/core/call.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>
#include <apideck/result.hpp>

#include <memory>
#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/// A call whose answer is a `Model`, and the handler that waits for it.
template <class Model>
class typed_call final : public call {
public:
    using outcome_type = result<apideck::response<Model>>;
    using handler = apideck::detail::erased_handler<void(outcome_type)>;

    static void start(std::shared_ptr<pipeline> shared, prepared_call prepared, handler h)
    {
        auto self = std::make_shared<typed_call>(
            std::move(shared), std::move(prepared), std::move(h));
        auto slot = self->handler_.slot();
        if (slot.is_connected())
            slot.assign([weak = std::weak_ptr<call>(self)](asio::cancellation_type type) {
                if (auto alive = weak.lock(); alive && type != asio::cancellation_type::none)
                    alive->cancel();
            });
        self->call::start();
    }

    typed_call(std::shared_ptr<pipeline> shared, prepared_call prepared, handler h)
        : call(std::move(shared), std::move(prepared)), handler_(std::move(h))
    {}

private:
    void deliver(completion how, result<answer>&& outcome) override
    {
        auto const executor = shared().transport().get_executor();
        if (!outcome)
            return handler_(how, executor, std::move(outcome).error());
        auto value = core::read_success<Model>(std::move(*outcome));
        if (value)
            log_success(value->http.status);
        else
            log_failure(value.error());
        handler_(how, executor, std::move(value));
    }

    apideck::detail::completion_handler<outcome_type&&, true> handler_;
};

} // namespace apideck::core

#endif
