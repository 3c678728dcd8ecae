// Connections that are cut or delayed at every byte of TLS.

#include "../support/answer_forms.hpp"
#include "../support/catch.hpp"
#include "../support/stepped.hpp"

#include <cstdlib>

using namespace apideck;
using namespace apideck::tests;
using testing::mock_answer;
using testing::mock_ending;

namespace {

/// A whole exchange has thousands of bytes, most of them of a handshake: an ordinary run takes each so
/// many-th, another with APIDECK_TEST_EVERY_BYTE in the environment takes all.
std::size_t stride()
{
    return std::getenv("APIDECK_TEST_EVERY_BYTE") ? 1 : 13;
}

} // namespace

TEST_CASE("an answer over TLS that is cut at any byte is never taken for a whole one")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const how = GENERATE(mock_ending::close, mock_ending::truncate, mock_ending::reset);
    stepped s;
    for (std::size_t n = 0; n != form.text.size(); ++n) {
        CAPTURE(form.name, static_cast<int>(how), n);
        auto answer = mock_answer::bytes(form.text, how);
        answer.cut_after = n;
        s.f.mock->answer(answer);
        auto const name = std::to_string(n);
        auto const c = s.make(name);
        s.settle();
        s.check_delivery(c, name);
        REQUIRE_FALSE(*c->result);
        bool const told_to_be_whole
            = form.ends_with_connection && how == mock_ending::close && n >= form.head();
        CHECK(c->error().is<response_validation_error>() == told_to_be_whole);
        CHECK(c->error().is<connection_error>() == !told_to_be_whole);
        s.f.check_pool(0, 0, 0, n + 1);
    }
    s.check_next_works();
}

TEST_CASE("an answer in TLS records of any size is taken")
{
    auto const form = GENERATE(from_range(answer_forms()));
    stepped s;
    for (std::size_t size = 1; size <= form.text.size(); ++size) {
        CAPTURE(form.name, size);
        auto answer = form.answer();
        answer.piece_size = size;
        s.f.mock->answer(answer);
        CHECK(s.make("sized")->value().data.session_token == "t");
    }
    CHECK(s.f.stats().idle == (form.ends_with_connection ? 0 : 1));
}

TEST_CASE("an exchange that is cut at any byte of TLS ends in an error that is told truly")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const w = GENERATE(way::request, way::answer);
    auto const what = GENERATE(fault::close, fault::reset);
    std::size_t n = 0;
    for (bool met = true; met; n += stride()) {
        CAPTURE(form.name, static_cast<int>(w), static_cast<int>(what), n);
        stepped s;
        s.f.mock->answer(form.answer());
        s.link->plan(what, w, n);
        auto const c = s.make("tested");
        s.settle();
        s.check_delivery(c, "tested");
        met = s.link->happened();
        if (*c->result) {
            CHECK(c->value().data.session_token == "t");
        } else {
            CHECK(met);
            REQUIRE(c->error().is<connection_error>());
            auto const where = c->error().get_if<connection_error>()->stage;
            if (where != stage::write) // which may fail before its first byte, or after
                CHECK((c->error().delivery() == delivery::never) == (where < stage::write));
        }
        s.f.check_pool(0, s.f.stats().idle, 0, 1);
    }
    CHECK(n > 500);
}

TEST_CASE("a body that ends with the connection is whole only with the last byte of TLS's own end")
{
    auto const form = answer_forms().back();
    auto const what = GENERATE(fault::close, fault::reset);
    stepped s;
    // Counted once a connection is open, for a handshake's signatures differ in length.
    auto const meets = [&](std::size_t n) {
        s.make("before");
        s.settle();
        s.f.mock->answer(form.answer());
        s.link->plan(what, way::answer, n);
        auto const c = s.make("tested");
        s.settle();
        return c;
    };
    std::size_t n = 0;
    for (bool whole = false; !whole; ++n) {
        CAPTURE(static_cast<int>(what), n);
        auto const c = meets(n);
        REQUIRE(s.link->happened());
        whole = c->result->has_value();
        if (!whole)
            CHECK(c->error().is<connection_error>());
    }
    CHECK(n > form.text.size() + 20); // records have heads and tags
    // That was all: there is no next byte.
    CHECK(meets(n)->value().data.session_token == "t");
    CHECK_FALSE(s.link->happened());
}

TEST_CASE("an exchange that is delayed at any byte of TLS goes on")
{
    auto const form = GENERATE(from_range(answer_forms()));
    auto const w = GENERATE(way::request, way::answer);
    std::size_t n = 0;
    for (bool met = true; met; n += stride()) {
        CAPTURE(form.name, static_cast<int>(w), n);
        stepped s;
        s.f.mock->answer(form.answer());
        s.link->plan(fault::pause, w, n);
        auto const c = s.start("tested");
        s.settle();
        met = s.link->happened();
        s.link->resume();
        CHECK(s.finish(c)->value().data.session_token == "t");
        CHECK(s.f.stats().idle == (form.ends_with_connection ? 0 : 1));
    }
    CHECK(n > 500);
}
