#ifndef APIDECK_CORE_CALL_HPP
#define APIDECK_CORE_CALL_HPP

#include <apideck/core/answer.hpp>
#include <apideck/core/call_machine.hpp>
#include <apideck/core/pipeline.hpp>
#include <apideck/core/prepare.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace apideck::core {

/** One call on its way: does what `call_machine` decides, and ends in `deliver`.

    Everything happens on a strand of the call's own. It is kept alive by the one operation that it
    waits for; a call whose executor's context is destroyed is destroyed without being delivered.
*/
class call : public std::enable_shared_from_this<call> {
public:
    APIDECK_DECL call(std::shared_ptr<pipeline> shared, std::unique_ptr<prepared_call> prepared);
    virtual ~call() = default;

    /// Begin. `deliver` comes later, never from within.
    APIDECK_DECL void start();

    /// End the call at once, with a `cancelled_error`. From any thread. `deliver` comes
    /// later, never from within.
    APIDECK_DECL void cancel();

protected:
    /// The end, reached once: a whole answer with the status of success, or an error.
    virtual void deliver(result<answer> outcome) = 0;

private:
    APIDECK_DECL void begin();
    APIDECK_DECL void get_key(bool refresh);
    APIDECK_DECL void ask_provider(bool refresh);
    APIDECK_DECL void on_key(bool refresh, std::exception_ptr thrown, std::string key);
    APIDECK_DECL void on_provided(bool refresh, std::exception_ptr thrown, std::string key);
    APIDECK_DECL void on_key_deadline();
    APIDECK_DECL void end_refresh(retry_reason next);
    APIDECK_DECL void send();
    APIDECK_DECL void on_exchange(http::exchange_result r);
    APIDECK_DECL void decide(http::exchange_result& r);
    APIDECK_DECL void wait(duration d);
    APIDECK_DECL void on_wait(boost::system::error_code ec);
    APIDECK_DECL void on_cancel();
    APIDECK_DECL void finish(http::exchange_result& r);
    APIDECK_DECL void fail(error::variant_type alternative);
    APIDECK_DECL void conclude(result<answer> outcome);

    APIDECK_DECL attempt& record(http::exchange_result const& r);
    APIDECK_DECL void report(attempt const& a) const;
    APIDECK_DECL void log(result<answer> const& outcome) const;

    /// A handler that resumes this call on its strand, and that `signal` cancels.
    template <class F>
    auto resume_with(asio::cancellation_signal& signal, F f)
    {
        return asio::bind_cancellation_slot(signal.slot(),
            asio::bind_executor(
                strand_, [self = shared_from_this(), f](auto&&... args) mutable {
                    f(*self, std::forward<decltype(args)>(args)...);
                }));
    }

    std::shared_ptr<pipeline> shared_;
    std::unique_ptr<prepared_call> prepared_;
    asio::strand<asio::any_io_executor> strand_;
    asio::cancellation_signal step_signal_;     // the operation that the call waits for
    asio::cancellation_signal deadline_signal_; // the timer beside a key provider
    std::optional<call_machine> machine_;
    time_point deadline_{};
    time_point attempt_start_{};
    std::size_t base_headers_ = 0; // the size of the header fields that all attempts share
    std::string key_;
    std::vector<attempt> attempts_;
    apideck::delivery delivery_{};
    stage stage_{};
    http::exchange_result last_;
    unsigned provider_round_ = 0;
    bool fresh_connection_ = false;
    bool refreshing_ = false;
    std::atomic<bool> cancelled_ = false;
    bool finished_ = false;
};

} // namespace apideck::core

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/impl/call.ipp>
#include <apideck/impl/call_key.ipp>
#include <apideck/impl/call_outcome.ipp>
#endif

#endif
