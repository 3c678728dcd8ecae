#include <apideck/http/detail/timer_queue.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/timing.hpp>

#include <chrono>
#include <memory>
#include <new>

// Times are in the past, which come at the next poll, or an hour ahead, which never come here.

using namespace apideck::tests;
using namespace std::chrono_literals;

TEST_CASE_METHOD(timing, "an entry's time does not come from within set", "[timer_queue]")
{
    queue->set(make(1), now - 1s);
    CHECK(log.empty());
    CHECK(poll() == numbers{1});
    CHECK(poll().empty());
}

TEST_CASE_METHOD(timing, "entries come in the order of their times", "[timer_queue]")
{
    queue->set(make(2), now - 2s);
    queue->set(make(4), now);
    queue->set(make(1), now - 3s);
    queue->set(make(3), now - 1s);
    queue->set(make(5), now + 1h);
    CHECK(poll() == numbers{1, 2, 3, 4});
}

TEST_CASE_METHOD(timing, "an entry whose time has not come keeps waiting", "[timer_queue]")
{
    auto const later = make(1);
    queue->set(later, now + 1h);
    CHECK(poll().empty());
    CHECK_FALSE(context.stopped());
    CHECK(queue->remove(*later));
}

TEST_CASE_METHOD(
    timing, "an entry whose time never comes keeps the context running", "[timer_queue]")
{
    auto const never = make(1);
    queue->set(never, apideck::time_point::max());
    CHECK(poll().empty());
    CHECK_FALSE(context.stopped());
    auto const later = make(2);
    queue->set(later, now - 1s);
    CHECK(poll() == numbers{2});
    CHECK(queue->remove(*never));
    CHECK(poll().empty());
    CHECK(context.stopped());
}

TEST_CASE_METHOD(timing, "an entry that is removed does not come", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "an empty queue does not keep its context running", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "an entry that is set again moves", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "an entry that came can be set again, also from within", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "an entry may remove and set others when its time comes", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "where an entry throws, the others come all the same", "[timer_queue]")
{
    auto const throws = make(1);
    throws->then = [] { throw std::bad_alloc(); };
    queue->set(throws, now - 3s);
    auto const due = make(2);
    queue->set(due, now - 2s);
    auto const later = make(3);
    queue->set(later, now + 1ms);
    CHECK_THROWS_AS(context.run(), std::bad_alloc);
    context.run();
    CHECK(log == numbers{1, 2, 3});
}

TEST_CASE_METHOD(timing, "the queue shares an entry until it comes or is removed", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "an abandoned queue drops its entries and takes no more", "[timer_queue]")
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

TEST_CASE_METHOD(timing, "a queue may go before what waits on its timer", "[timer_queue]")
{
    auto const entry = make(1);
    queue->set(entry, now - 1s);
    queue.reset();
    CHECK(entry.use_count() == 1);
    CHECK(poll().empty());
}
