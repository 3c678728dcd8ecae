#include <apideck/http/detail/timer_queue.hpp>

#include <tests/support/catch.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <utility>
#include <vector>

// Times are in the past, which come at the next poll, or an hour ahead, which never come here.

namespace asio = boost::asio;
using apideck::time_point;
using apideck::http::detail::timer_queue;
using namespace std::chrono_literals;

namespace {

class recorded final : public timer_queue::entry {
public:
    recorded(int id, std::vector<int>& log) : id_(id), log_(log) {}

    void on_time() override
    {
        log_.push_back(id_);
        if (then)
            then();
    }

    std::function<void()> then;

private:
    int id_;
    std::vector<int>& log_;
};

struct fixture {
    asio::io_context context;
    std::shared_ptr<timer_queue> queue = std::make_shared<timer_queue>(context.get_executor());
    std::vector<int> log;
    time_point const now = apideck::clock::now();

    std::shared_ptr<recorded> make(int id) { return std::make_shared<recorded>(id, log); }

    /// Whatever can happen now; the numbers of the entries whose time came meanwhile.
    std::vector<int> poll()
    {
        context.restart();
        context.poll();
        return std::exchange(log, {});
    }
};

using numbers = std::vector<int>;

} // namespace

TEST_CASE_METHOD(fixture, "an entry's time does not come from within set", "[timer_queue]")
{
    queue->set(make(1), now - 1s);
    CHECK(log.empty());
    CHECK(poll() == numbers{1});
    CHECK(poll().empty());
}

TEST_CASE_METHOD(fixture, "entries come in the order of their times", "[timer_queue]")
{
    queue->set(make(2), now - 2s);
    queue->set(make(4), now);
    queue->set(make(1), now - 3s);
    queue->set(make(3), now - 1s);
    queue->set(make(5), now + 1h);
    CHECK(poll() == numbers{1, 2, 3, 4});
}

TEST_CASE_METHOD(fixture, "an entry whose time has not come keeps waiting", "[timer_queue]")
{
    auto const later = make(1);
    queue->set(later, now + 1h);
    CHECK(poll().empty());
    CHECK_FALSE(context.stopped());
    CHECK(queue->remove(*later));
}

TEST_CASE_METHOD(fixture, "an entry that is removed does not come", "[timer_queue]")
{
    auto const first = make(1);
    auto const second = make(2);
    queue->set(first, now - 2s);
    queue->set(second, now - 1s);
    CHECK(queue->remove(*first));
    CHECK_FALSE(queue->remove(*first));
    CHECK(poll() == numbers{2});
    CHECK_FALSE(queue->remove(*second));
    CHECK_FALSE(queue->remove(*make(3)));
}

TEST_CASE_METHOD(fixture, "an empty queue does not keep its context running", "[timer_queue]")
{
    auto const entry = make(1);
    queue->set(entry, now + 1h);
    queue->remove(*entry);
    // Returns, for there is nothing to wait for.
    context.run();
    CHECK(log.empty());
    // And starts anew.
    queue->set(entry, now - 1s);
    CHECK(poll() == numbers{1});
}

TEST_CASE_METHOD(fixture, "an entry that is set again moves", "[timer_queue]")
{
    auto const a = make(1);
    auto const b = make(2);
    queue->set(a, now + 1h);
    queue->set(b, now - 2s);
    queue->set(a, now - 3s); // to the front
    CHECK(poll() == numbers{1, 2});

    queue->set(a, now - 3s);
    queue->set(b, now - 2s);
    queue->set(a, now - 1s); // behind
    CHECK(poll() == numbers{2, 1});

    queue->set(a, now - 1s);
    queue->set(a, now + 1h); // away
    CHECK(poll().empty());
    CHECK(queue->remove(*a));
}

TEST_CASE_METHOD(fixture, "an entry that came can be set again, also from within", "[timer_queue]")
{
    auto const entry = make(1);
    queue->set(entry, now - 1s);
    CHECK(poll() == numbers{1});
    int left = 3;
    entry->then = [&] {
        if (--left > 0)
            queue->set(entry, now - 1s);
    };
    queue->set(entry, now - 1s);
    CHECK(poll() == numbers{1, 1, 1});
    entry->then = nullptr;
}

TEST_CASE_METHOD(fixture, "an entry may remove and set others when its time comes", "[timer_queue]")
{
    auto const first = make(1);
    auto const away = make(2);
    auto const added = make(3);
    first->then = [&] {
        CHECK(queue->remove(*away));
        queue->set(added, now - 1s);
    };
    queue->set(first, now - 1s);
    queue->set(away, now + 1h);
    CHECK(poll() == numbers{1, 3});
    first->then = nullptr;
}

TEST_CASE_METHOD(fixture, "the queue shares an entry until it comes or is removed", "[timer_queue]")
{
    auto kept = make(1);
    std::weak_ptr<recorded> const watch = kept;
    queue->set(kept, now - 1s);
    kept.reset();
    CHECK_FALSE(watch.expired());
    CHECK(poll() == numbers{1});
    CHECK(watch.expired());

    auto removed = make(2);
    queue->set(removed, now + 1h);
    CHECK(removed.use_count() == 2);
    queue->remove(*removed);
    CHECK(removed.use_count() == 1);
}

TEST_CASE_METHOD(fixture, "an abandoned queue drops its entries and takes no more", "[timer_queue]")
{
    auto const a = make(1);
    auto const b = make(2);
    queue->set(a, now - 1s);
    queue->set(b, now + 1h);
    queue->abandon();
    CHECK(a.use_count() == 1);
    CHECK_FALSE(queue->remove(*a));
    queue->set(b, now - 1s);
    CHECK(b.use_count() == 1);
    queue->abandon();
    CHECK(poll().empty());
}

TEST_CASE_METHOD(fixture, "a queue may go before what waits on its timer", "[timer_queue]")
{
    auto const entry = make(1);
    queue->set(entry, now - 1s);
    queue.reset();
    CHECK(entry.use_count() == 1);
    CHECK(poll().empty());
}

TEST_CASE_METHOD(fixture, "a thousand random changes come out as in a sorted map", "[timer_queue]")
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
