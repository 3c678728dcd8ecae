#ifndef APIDECK_TESTS_SUPPORT_KEPT_HPP
#define APIDECK_TESTS_SUPPORT_KEPT_HPP

#include "stepped.hpp"

#include <chrono>
#include <vector>

namespace apideck::tests {

/// A client that has a kept connection, and what its observer sees of later calls.
struct kept : stepped {
    explicit kept(bool with_retries, bool tls = true)
        : stepped([this, with_retries](client_options& o) {
              if (with_retries)
                  o.retries = {.initial_interval = std::chrono::milliseconds(1)};
              o.observer.on_attempt = [this](attempt_event const& e) { seen.push_back(e.attempt); };
          }, tls),
          retries(with_retries)
    {
        make("before");
        settle();
        seen.clear();
    }

    loopback::call make_tested()
    {
        auto c = make("tested");
        settle();
        check_delivery(c, "tested");
        CHECK(seen.size() == c->attempts().size());
        return c;
    }

    /// Check that the call was one attempt on the connection, which ended so far, and that no other followed.
    void check_not_repeated(loopback::call const& c, delivery d)
    {
        REQUIRE(seen.size() == 1);
        CHECK(c->error().is<connection_error>());
        CHECK(c->error().delivery() == d);
        CHECK(seen[0].reused_connection);
        CHECK(seen[0].next == retry_reason::none);
    }

    /// Check that a first attempt that came so far was followed by a good one for this reason.
    void check_repeated(loopback::call const& c, delivery d, retry_reason why)
    {
        REQUIRE(seen.size() == 2);
        CHECK(c->value().http.status == 200);
        CHECK(seen[0].delivery == d);
        CHECK(seen[0].reused_connection);
        CHECK(seen[0].next == why);
        CHECK_FALSE(seen[1].reused_connection);
        CHECK(f.stats().opened == 2);
    }

    /// Check that a first attempt that came so far was followed as the client has it: with retries by a
    /// good one for this reason, else by none.
    void check_followed(loopback::call const& c, delivery d, retry_reason why)
    {
        if (retries)
            check_repeated(c, d, why);
        else
            check_not_repeated(c, d);
    }

    bool const retries;
    std::vector<attempt> seen;
};

} // namespace apideck::tests

#endif
