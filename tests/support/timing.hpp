#ifndef APIDECK_TESTS_SUPPORT_TIMING_HPP
#define APIDECK_TESTS_SUPPORT_TIMING_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/detail/timer_queue.hpp>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace apideck::tests {

using http::detail::timer_queue;
using numbers = std::vector<int>;

/// An entry that writes down that its time came.
class recorded final : public timer_queue::entry {
public:
    recorded(int id, numbers& log) : id_(id), log_(log) {}

    void on_time() override
    {
        log_.push_back(id_);
        if (then)
            then();
    }

    std::function<void()> then;

private:
    int id_;
    numbers& log_;
};

/// A queue, run by the test's own thread.
struct timing {
    asio::io_context context;
    std::shared_ptr<timer_queue> queue = std::make_shared<timer_queue>(context.get_executor());
    numbers log;
    time_point const now = apideck::clock::now();

    std::shared_ptr<recorded> make(int id) { return std::make_shared<recorded>(id, log); }

    /// Whatever can happen now; the numbers of the entries whose time came meanwhile.
    numbers poll()
    {
        context.restart();
        context.poll();
        return std::exchange(log, {});
    }
};

} // namespace apideck::tests

#endif
