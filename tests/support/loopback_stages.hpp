#ifndef APIDECK_TESTS_SUPPORT_LOOPBACK_STAGES_HPP
#define APIDECK_TESTS_SUPPORT_LOOPBACK_STAGES_HPP

#include "loopback_fixture.hpp"

#include <apideck/attempt.hpp>

#include <memory>
#include <vector>

namespace apideck::tests {

/// The stages in which a call can be made to stay.
[[nodiscard]] inline std::vector<stage> stages_to_stay_in()
{
    return {stage::api_key, stage::queue, stage::resolve, stage::connect, stage::proxy,
        stage::handshake, stage::write, stage::read_head, stage::read_body, stage::wait};
}

/** A client and a server between which a call stays in one stage, until it is ended.

    Stages that need a connection get one that was used before, so that no handshake stands between
    a call's start and its stage; but `write`, which has a server of its own.
*/
class stay {
public:
    /// @param change What else the client has other than usual.
    explicit stay(stage where, loopback::adjust const& change = {});
    ~stay();
    stay(stay const&) = delete;
    stay& operator=(stay const&) = delete;

    /// See to it that the next call stays. (`start` does.)
    void prepare();
    /// Start the call that stays.
    loopback::call start(call_options options = {});
    /// Run until it is in its stage.
    void arrive();
    /// What `delivery()` of it is there.
    [[nodiscard]] delivery delivered() const;

    /// Calls to come don't stay, and a call that only helped this one to stay ends.
    void let_go();

    /// Destroy the `io_context` after what the helpers own in it.
    void destroy_context();

private:
    struct helpers;
    std::unique_ptr<helpers> helpers_;

public:
    /// What `start` adds to a call's options.
    call_options needed;
    std::optional<Session> session;
    loopback f; // destroyed before the helpers, but for what is in the context
};

} // namespace apideck::tests

#endif
