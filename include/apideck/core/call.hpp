#ifndef APIDECK_CORE_CALL_HPP
#define APIDECK_CORE_CALL_HPP

#include <apideck/core/answer.hpp>
#include <apideck/core/call_machine.hpp>
#include <apideck/core/credential.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/core/prepare.hpp>
#include <apideck/core/running_calls.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>
#include <apideck/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

/** One running call: does what `call_machine` decides, and ends in `deliver`.

    It waits for one thing at a time, which keeps it alive; if its executor's context is destroyed, so is
    the call, without being delivered. One mutex guards it, for a key provider or a cancellation may come
    from any thread. Key providers and `deliver`, which logs the end, are called without the mutex, other
    observers with it: one that blocks holds up this call alone.
*/
class call : public running_calls::entry, public std::enable_shared_from_this<call> {
public:
    APIDECK_DECL call(std::shared_ptr<pipeline> shared, prepared_call prepared);
    APIDECK_DECL ~call() override;

    /// Begin. Calls `deliver` later, never from within.
    APIDECK_DECL void start();

    /// End the call at once, with a `cancelled_error`. From any thread. Calls `deliver` later, never
    /// from within.
    APIDECK_DECL void cancel() override;

protected:
    using completion = apideck::detail::completion;

    [[nodiscard]] pipeline const& shared() const noexcept { return *shared_; }

    /// Log the success of the call.
    APIDECK_DECL void log_success(int status) const;
    /// Log the failure of the call. @param permanent As in `exchange_result`.
    APIDECK_DECL void log_failure(error const& e, bool permanent = false) const;

    /// The end, reached once: a whole answer with the status of success, or an error, which is logged already.
    virtual void deliver(completion how, result<answer>&& outcome) = 0;

private:
    std::shared_ptr<entry> share() override { return weak_from_this().lock(); }

    APIDECK_DECL void begin();
    APIDECK_DECL void get_key(bool refresh, time_point now);
    APIDECK_DECL void ask_provider(bool refresh);
    APIDECK_DECL void run_provider(unsigned round, bool refresh);
    APIDECK_DECL void stop_provider();
    APIDECK_DECL void on_key(bool refresh, std::exception_ptr thrown,
        std::shared_ptr<credential const> key, time_point now);
    APIDECK_DECL void on_provided(bool refresh, std::exception_ptr thrown, std::string const& key);
    APIDECK_DECL void on_key_deadline();
    APIDECK_DECL void end_refresh(retry_reason next);
    APIDECK_DECL void send(time_point now);
    APIDECK_DECL void on_exchange(http::exchange_result&& r);
    APIDECK_DECL void decide(http::exchange_result& r);
    APIDECK_DECL void wait(duration d);
    APIDECK_DECL void on_wait(boost::system::error_code ec);
    APIDECK_DECL void on_cancel();
    APIDECK_DECL void finish(http::exchange_result& r);
    APIDECK_DECL void fail(error::variant_type alternative, bool permanent = false);
    APIDECK_DECL void conclude(error&& e, bool permanent = false);

    APIDECK_DECL attempt& record(http::exchange_result const& r);
    APIDECK_DECL void report(attempt const& a) const;
    APIDECK_DECL void log(log_level level, std::string const& text) const;

    /// Do `step` with the mutex unless the call has ended, and deliver if the step ends it. If memory runs
    /// out, the call ends.
    template <class Step>
    void locked(completion how, Step step)
    {
        std::optional<result<answer>> outcome; // not a member, to keep waiting calls small
        {
            std::lock_guard const lock(mutex_);
            if (over_)
                return;
            outcome_ = &outcome;
            try {
                step(*this);
            } catch (std::bad_alloc const&) {
                fail(connection_error{stage_, asio::error::no_memory});
            }
            over_ = outcome.has_value();
            if (!over_)
                return;
        }
        deliver(how, std::move(*outcome));
        if (std::exchange(counted_, false))
            shared_->calls().remove(*this);
    }

    /// A handler that resumes this call with `f`, and that `step_signal_` can cancel.
    template <class F>
    auto resume_with(F f)
    {
        return asio::bind_cancellation_slot(
            step_signal_.slot(), [self = shared_from_this(), f](auto&&... args) mutable {
                self->locked(completion::dispatched,
                    [&](call& c) { f(c, std::forward<decltype(args)>(args)...); });
            });
    }

    /// Resume this call on its executor with `f`, from anywhere. Does nothing if the executor's context
    /// is being destroyed, and the call with it.
    template <class F>
    void post(F f)
    {
        auto const executor = shared_->transport().get_executor();
        if (!executor)
            return;
        asio::post(executor, [self = shared_from_this(), f = std::move(f)]() mutable {
            self->locked(completion::dispatched, std::move(f));
        });
    }

    std::shared_ptr<pipeline> shared_;
    prepared_call prepared_;
    std::mutex mutex_;
    asio::cancellation_signal step_signal_; // of the transport's operation that the call waits for
    std::optional<asio::strand<asio::any_io_executor>> provider_strand_;
    asio::cancellation_signal provider_signal_; // used on that strand, like the provider
    std::optional<call_machine> machine_;
    time_point deadline_{};
    time_point attempt_start_{};
    std::shared_ptr<credential const> key_;
    std::vector<attempt> attempts_;
    apideck::delivery delivery_{};
    stage stage_{};
    std::unique_ptr<http::exchange_result> last_; // while a provider is asked for another key
    unsigned provider_round_ = 0;
    bool fresh_connection_ = false;
    bool refreshing_ = false;
    bool counted_ = false; // among the client's calls; false if the client was shut down before
    std::atomic<bool> cancelled_ = false;
    bool over_ = false;
    std::optional<result<answer>>* outcome_ = nullptr; // where conclude() puts it
};

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

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/core/impl/call.ipp>
#include <apideck/core/impl/call_key.ipp>
#endif

#endif
