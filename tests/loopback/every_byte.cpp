// Answers and requests that are cut or delayed at every byte: without TLS, so that each byte of HTTP is
// one of the connection's.

#include "../support/answer_forms.hpp"
#include "../support/catch.hpp"
#include "../support/stepped.hpp"

using namespace apideck;
using namespace apideck::tests;

namespace {

/// A client of a server that answers in one form.
struct plain : stepped {
    plain() : stepped({}, false) {}

    /// Make a call, the `n`-th, that meets a fault. @return Whether it met it.
    bool meets(fault what, way w, std::size_t n)
    {
        name = std::to_string(n);
        link->plan(what, w, n);
        call = start(name);
        end();
        return link->happened();
    }

    void end()
    {
        finish(call);
        settle();
        link->forget_plan();
        check_delivery(call, name);
        f.check_pool(0, f.stats().idle, 0, f.stats().opened);
    }

    std::string name;
    loopback::call call;
};

} // namespace

TEST_CASE("an answer that is cut at any byte is never taken for a whole one")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const what = GENERATE(fault::close, fault::reset);
    plain s;
    for (std::size_t n = 0; n != form.text.size(); ++n) {
        CAPTURE(form.name, static_cast<int>(what), n);
        s.f.mock->answer(form.answer());
        REQUIRE(s.meets(what, way::answer, n));
        CHECK(s.f.stats().idle == 0);
        REQUIRE_FALSE(*s.call->result);
        auto const& e = s.call->error();
        // HTTP has no way to tell: what came is the body, and no JSON. (With TLS there is one.)
        if (form.ends_with_connection && what == fault::close && n >= form.head()) {
            CHECK(e.is<response_validation_error>());
            continue;
        }
        REQUIRE(e.is<connection_error>());
        CHECK(e.get_if<connection_error>()->code);
        CHECK_FALSE(e.http());
        if (what == fault::close || e.delivery() == delivery::certainly) {
            CHECK(e.get_if<connection_error>()->stage
                == (n < form.head() ? stage::read_head : stage::read_body));
            CHECK(e.delivery() == (n == 0 ? delivery::possibly : delivery::certainly));
        }
    }
    s.check_next_works();
}

TEST_CASE("an answer that is whole counts, whatever becomes of the connection then")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const what = GENERATE(fault::close, fault::reset);
    CAPTURE(form.name, static_cast<int>(what));
    plain s;
    s.f.mock->answer(form.answer());
    REQUIRE(s.meets(what, way::answer, form.text.size()));
    if (form.ends_with_connection && what == fault::reset)
        CHECK(s.call->error().is<connection_error>()); // where it ends nobody said
    else
        CHECK(s.call->value().data.session_token == "t");
    s.check_next_works();
}

TEST_CASE("an answer that is delayed at any byte is waited for, and taken")
{
    auto const form = GENERATE(from_range(answer_forms()));
    plain s;
    for (std::size_t n = 0; n != form.text.size(); ++n) {
        CAPTURE(form.name, n);
        s.f.mock->answer(form.answer());
        s.link->plan(fault::pause, way::answer, n);
        s.name = std::to_string(n);
        s.call = s.start(s.name);
        s.settle();
        REQUIRE(s.link->happened());
        REQUIRE_FALSE(s.call->done());
        s.link->resume();
        s.end();
        CHECK(s.call->value().data.session_token == "t");
        CHECK(s.f.stats().idle == (form.ends_with_connection ? 0 : 1));
    }
}

TEST_CASE("a server that goes away after any byte of the request is told truly")
{
    auto const what = GENERATE(fault::close, fault::reset);
    bool const reused = GENERATE(false, true);
    plain s;
    bool met = true;
    std::size_t n = 0;
    for (; met; ++n) {
        CAPTURE(static_cast<int>(what), reused, n);
        if (reused)
            s.make("before"); // the one before it broke
        met = s.meets(what, way::request, n);
        if (!met) {
            CHECK(s.call->value().http.status == 200);
            continue;
        }
        REQUIRE_FALSE(*s.call->result);
        CHECK(s.call->error().is<connection_error>());
        CHECK(s.call->error().delivery() == delivery::possibly);
        CHECK(s.call->attempts().size() == 1); // that it has no retries is for reused ones, too
    }
    CHECK(n > 100);
    s.check_next_works();
}

TEST_CASE("a request that is delayed at any byte arrives whole")
{
    plain s;
    bool met = true;
    for (std::size_t n = 0; met; ++n) {
        CAPTURE(n);
        s.link->plan(fault::pause, way::request, n);
        s.name = std::to_string(n);
        s.call = s.start(s.name);
        s.settle();
        met = s.link->happened();
        std::size_t const before = s.received(s.name);
        s.link->resume();
        s.end();
        CHECK(s.call->value().http.status == 200);
        CHECK(before + s.received(s.name) >= 1);
        CHECK(s.f.stats().opened == 1);
    }
}
