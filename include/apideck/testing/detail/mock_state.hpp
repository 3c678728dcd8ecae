#ifndef APIDECK_TESTING_DETAIL_MOCK_STATE_HPP
#define APIDECK_TESTING_DETAIL_MOCK_STATE_HPP

#include <apideck/testing/detail/mock_api.hpp>
#include <apideck/testing/mock_answer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing::detail {

class mock_connection;

/// A queued answer, and its place among all that were ever queued, by which it is released.
struct queued_answer {
    mock_answer answer{};
    std::uint64_t place{};
};

/// What the mock's handle and its connections share: scripts, records and hooks, behind one mutex.
class mock_state {
public:
    /// Does not change once the mock listens.
    mock_api_options options;

    void queue(mock_answer answer)
    {
        std::lock_guard const lock(mutex_);
        answers_.push_back({std::move(answer), ++queued_});
    }
    queued_answer take_answer()
    {
        std::lock_guard const lock(mutex_);
        return take(answers_);
    }
    void release()
    {
        std::lock_guard const lock(mutex_);
        released_ = queued_;
    }
    bool is_released(std::uint64_t place) const
    {
        std::lock_guard const lock(mutex_);
        return place <= released_;
    }

    void queue(mock_fault fault)
    {
        std::lock_guard const lock(mutex_);
        faults_.push_back(fault);
    }
    mock_fault take_fault()
    {
        std::lock_guard const lock(mutex_);
        return take(faults_);
    }

    std::string next_request_id()
    {
        std::lock_guard const lock(mutex_);
        return "mock-" + std::to_string(++answered_);
    }
    void record(mock_request const& request)
    {
        call(
            on_request_, [&] { requests_.push_back(request); }, request);
    }
    std::vector<mock_request> requests() const
    {
        std::lock_guard const lock(mutex_);
        return requests_;
    }

    std::size_t next_connection_number()
    {
        std::lock_guard const lock(mutex_);
        return ++accepted_;
    }
    /// @return false when the mock was stopped meanwhile.
    bool opened(std::size_t number, std::weak_ptr<mock_connection> connection)
    {
        bool stopped = false;
        auto const update = [&] {
            stopped = stopped_;
            if (!stopped)
                connections_.emplace(number, std::move(connection));
        };
        call(on_accept_, update, number);
        return !stopped;
    }
    void closed(std::size_t number)
    {
        call(
            on_close_, [&] { connections_.erase(number); }, number);
    }
    /// As `closed`, but nobody is told.
    void forget(std::size_t number)
    {
        std::lock_guard const lock(mutex_);
        connections_.erase(number);
    }
    std::size_t accepted() const
    {
        std::lock_guard const lock(mutex_);
        return accepted_;
    }
    std::size_t open() const
    {
        std::lock_guard const lock(mutex_);
        return connections_.size();
    }
    std::vector<std::shared_ptr<mock_connection>> connections() const
    {
        std::lock_guard const lock(mutex_);
        std::vector<std::shared_ptr<mock_connection>> out;
        for (auto const& [number, weak] : connections_)
            if (auto connection = weak.lock())
                out.push_back(std::move(connection));
        return out;
    }

    /// No connection is opened any more, and no hook called.
    void stop()
    {
        std::function<void(mock_request const&)> on_request;
        std::function<void(std::size_t)> on_accept, on_close;
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        on_request.swap(on_request_);
        on_accept.swap(on_accept_);
        on_close.swap(on_close_);
    }

    void hook_request(std::function<void(mock_request const&)> hook)
    {
        std::lock_guard const lock(mutex_);
        on_request_.swap(hook);
    }
    void hook_accept(std::function<void(std::size_t)> hook)
    {
        std::lock_guard const lock(mutex_);
        on_accept_.swap(hook);
    }
    void hook_close(std::function<void(std::size_t)> hook)
    {
        std::lock_guard const lock(mutex_);
        on_close_.swap(hook);
    }

private:
    template <class T>
    static T take(std::deque<T>& queue)
    {
        if (queue.empty())
            return T{};
        T out = std::move(queue.front());
        queue.pop_front();
        return out;
    }

    template <class Hook, class Update, class Argument>
    void call(Hook const& hook, Update update, Argument const& argument)
    {
        Hook copy;
        {
            std::lock_guard const lock(mutex_);
            update();
            copy = hook;
        }
        if (copy)
            copy(argument);
    }

    mutable std::mutex mutex_;
    std::deque<queued_answer> answers_;
    std::uint64_t queued_{};
    std::uint64_t released_{};
    std::deque<mock_fault> faults_;
    std::uint64_t answered_{};
    std::vector<mock_request> requests_;
    std::size_t accepted_{};
    bool stopped_{};
    std::map<std::size_t, std::weak_ptr<mock_connection>> connections_;
    std::function<void(mock_request const&)> on_request_;
    std::function<void(std::size_t)> on_accept_;
    std::function<void(std::size_t)> on_close_;
};

} // namespace apideck::testing::detail

#endif
