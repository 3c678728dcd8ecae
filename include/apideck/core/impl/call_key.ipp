#ifndef APIDECK_CORE_IMPL_CALL_KEY_IPP
#define APIDECK_CORE_IMPL_CALL_KEY_IPP

// How a call gets its key.

#include <apideck/core/call.hpp>
#include <apideck/detail/asio.hpp>

#include <boost/asio/post.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::core {

APIDECK_DECL void call::get_key(bool refresh, time_point now)
{
    if (cancelled_)
        return fail(cancelled_error{stage_});
    if (key_access::is_provider(shared_->options().api_key))
        return ask_provider(refresh);
    on_key(false, nullptr, shared_->fixed_key(), now);
}

APIDECK_DECL void call::ask_provider(bool refresh)
{
    stage_ = stage::api_key;
    unsigned const round = ++provider_round_;
    shared_->transport().async_wait(
        deadline_, resume_with([round](call& self, boost::system::error_code ec) {
            if (!ec && round == self.provider_round_)
                self.on_key_deadline();
        }));
    // A provider may be a coroutine: it runs, and is cancelled, on a strand.
    if (!provider_strand_)
        provider_strand_.emplace(shared_->transport().get_executor());
    asio::post(*provider_strand_,
        [self = shared_from_this(), round, refresh] { self->run_provider(round, refresh); });
}

APIDECK_DECL void call::run_provider(unsigned round, bool refresh)
{
    // Posted, for a provider may answer at once. The call does not wait for a provider that ignores its
    // cancellation, whose answer then meets another round.
    auto done = asio::bind_cancellation_slot(provider_signal_.slot(),
        [self = shared_from_this(), round, refresh](std::exception_ptr thrown, std::string key) {
            self->post([round, refresh, thrown, key = std::move(key)](call& c) {
                if (round == c.provider_round_)
                    c.on_provided(refresh, thrown, key);
            });
        });
    try {
        key_access::ask(shared_->options().api_key, {refresh}, *provider_strand_, std::move(done));
    } catch (...) {
        locked(completion::dispatched, [&](call& c) {
            if (round == c.provider_round_)
                c.on_provided(refresh, std::current_exception(), {});
        });
    }
}

APIDECK_DECL void call::stop_provider()
{
    ++provider_round_;
    asio::post(*provider_strand_, [self = shared_from_this()] {
        self->provider_signal_.emit(asio::cancellation_type::terminal);
    });
}

APIDECK_DECL void call::on_provided(
    bool refresh, std::exception_ptr thrown, std::string const& key)
{
    ++provider_round_;
    step_signal_.emit(asio::cancellation_type::terminal);
    on_key(refresh, std::move(thrown), std::make_shared<credential const>(make_credential(key)),
        shared_->transport().now());
}

APIDECK_DECL void call::on_key_deadline()
{
    stop_provider();
    // The 401 that asked for another key says more than a timeout.
    if (refreshing_) {
        end_refresh(retry_reason::none);
        return finish(*last_);
    }
    fail(timeout_error{http::time_limit::total, stage::api_key});
}

APIDECK_DECL void call::end_refresh(retry_reason next)
{
    if (!std::exchange(refreshing_, false))
        return;
    attempts_.back().next = next;
    report(attempts_.back());
}

APIDECK_DECL void call::on_key(bool refresh, std::exception_ptr thrown,
    std::shared_ptr<credential const> key, time_point now)
{
    if (cancelled_)
        return fail(cancelled_error{stage::api_key});
    // If a refresh brings nothing new, the 401 stays the result.
    if (refresh
        && (thrown || !key->refused.empty() || key->authorization == key_->authorization)) {
        end_refresh(retry_reason::none);
        return finish(*last_);
    }
    if (thrown)
        return fail(invalid_request_error{"api_key", "the key provider threw", thrown});
    if (!key->refused.empty())
        return fail(invalid_request_error{"api_key", key->refused});
    key_ = std::move(key);
    if (refresh) {
        end_refresh(retry_reason::new_key);
        now = shared_->transport().now(); // the observer may have taken a while
    }
    send(now);
}

} // namespace apideck::core

#endif
