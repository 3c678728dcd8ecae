#include <apideck/http/detail/timer_queue.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/timing.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <random>
#include <vector>

using apideck::time_point;
using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE_METHOD(timing, "a thousand random changes come out as in a sorted map", "[timer_queue]")
{
    std::vector<std::shared_ptr<recorded>> entries;
    for (int id = 0; id != 40; ++id)
        entries.push_back(make(id));
    std::multimap<time_point, int> model;
    auto const forget = [&](int id) {
        return std::erase_if(model, [&](auto const& item) { return item.second == id; });
    };
    std::mt19937 random(20240607); // always the same
    auto const up_to = [&](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most));
    };

    int next_time = 0;
    for (int step = 0; step != 1000; ++step) {
        CAPTURE(step);
        int const id = up_to(40);
        auto const& entry = entries[static_cast<std::size_t>(id)];
        switch (up_to(8)) {
        case 0: {
            CHECK(queue->remove(*entry) == (forget(id) != 0));
            break;
        }
        case 1: {
            // Everything whose time is past comes now, the earliest first.
            numbers expected;
            while (!model.empty() && model.begin()->first <= now) {
                expected.push_back(model.begin()->second);
                model.erase(model.begin());
            }
            CHECK(poll() == expected);
            break;
        }
        default: {
            // No time twice, so that the order is certain; a third of them in the future.
            auto const at = now + std::chrono::microseconds(++next_time * 7919 % 10007)
                + (up_to(3) == 0 ? 1h : -1h);
            forget(id);
            model.emplace(at, id);
            queue->set(entry, at);
        }
        }
    }
    CHECK_FALSE(model.empty());
    for (auto const& [at, id] : model)
        CHECK(queue->remove(*entries[static_cast<std::size_t>(id)]));
    context.restart();
    context.run();
    CHECK(log.empty());
}
