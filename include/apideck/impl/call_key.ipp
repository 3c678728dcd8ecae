#ifndef APIDECK_IMPL_CALL_KEY_IPP
#define APIDECK_IMPL_CALL_KEY_IPP

// How a call gets its key.

#include <apideck/core/call.hpp>

#include <boost/asio/post.hpp>

#include <utility>

namespace apideck::core {

APIDECK_DECL void call::get_key(bool refresh)
{
    if (cancelled_)
        return fail(cancelled_error{stage_});
    api_key const& key = shared_->options().api_key;
    if (key_access::is_provider(key))
        return ask_provider(refresh);
    on_key(false, nullptr, key_access::is_text(key) ? key_access::text(key) : std::string());
}

APIDECK_DECL void call::ask_provider(bool refresh)
{
    stage_ = stage::api_key;
    // A provider that ignores its cancellation is not waited for; its answer then meets another round.
    unsigned const round = ++provider_round_;
    shared_->transport().async_wait(
        deadline_, resume_with(deadline_signal_, [round](call& self, boost::system::error_code ec) {
            if (!ec && round == self.provider_round_)
                self.on_key_deadline();
        }));
    // Posted, for a provider may answer at once. On the strand, so that cancelling a coroutine does not
    // race with it.
    auto done = asio::bind_cancellation_slot(step_signal_.slot(),
        [self = shared_from_this(), round, refresh](std::exception_ptr thrown, std::string key) {
            asio::post(self->strand_, [self, round, refresh, thrown, key = std::move(key)] {
                if (round == self->provider_round_)
                    self->on_provided(refresh, thrown, key);
            });
        });
    try {
        key_access::ask(shared_->options().api_key, {refresh}, strand_, std::move(done));
    } catch (...) {
        on_provided(refresh, std::current_exception(), {});
    }
}

APIDECK_DECL void call::on_provided(bool refresh, std::exception_ptr thrown, std::string key)
{
    ++provider_round_;
    deadline_signal_.emit(asio::cancellation_type::terminal);
    on_key(refresh, std::move(thrown), std::move(key));
}

APIDECK_DECL void call::on_key_deadline()
{
    ++provider_round_;
    step_signal_.emit(asio::cancellation_type::terminal);
    // The answer that asked for another key says more than that there was no time for one.
    if (refreshing_) {
        end_refresh(retry_reason::none);
        return finish(last_);
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

APIDECK_DECL void call::on_key(bool refresh, std::exception_ptr thrown, std::string key)
{
    if (cancelled_)
        return fail(cancelled_error{stage::api_key});
    // A refresh that brings nothing new leaves the answer as it was: the key was refused.
    if (refresh && (thrown || key == key_ || !check_key(key).empty())) {
        end_refresh(retry_reason::none);
        return finish(last_);
    }
    if (thrown)
        return fail(invalid_request_error{"api_key", "the key provider threw", thrown});
    if (auto wrong = check_key(key); !wrong.empty())
        return fail(invalid_request_error{"api_key", std::move(wrong)});
    key_ = std::move(key);
    end_refresh(retry_reason::new_key);
    send();
}

} // namespace apideck::core

#endif
