#ifndef APIDECK_TESTING_SCRIPTED_TRANSPORT_HPP
#define APIDECK_TESTING_SCRIPTED_TRANSPORT_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/http/message.hpp>
#include <apideck/http/transport.hpp>
#include <apideck/testing/scripted_step.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::testing {

namespace detail {
struct scripted_state;
}

/** A transport (see `http::transport`) that plays a script, for tests without sockets or sleeping.

    Each exchange takes the next step of the script; if none is left it ends with
    `connection_refused`. Time is virtual: it stands still while handlers run, and `run` and
    `advance` move it from event to event. Limits of time and cancellation strike as they do over
    HTTPS: the step's outcome is then replaced by `timed_out` or `operation_aborted`, in its stage.

    A handle: copies share script, records and time. Not for use by several threads at once: the
    executor is to have one thread. It may outlive the `io_context`.

    @snippet loopback/pages.cpp scripted
*/
class scripted_transport {
public:
    /// An empty script.
    APIDECK_DECL explicit scripted_transport(asio::any_io_executor executor);

    /// @name The script
    /// A reference to a step is good until an exchange takes it.
    /// @{

    /// A whole answer.
    APIDECK_DECL scripted_step& reply(http::response response);
    /// A whole answer.
    APIDECK_DECL scripted_step& reply(int status, std::string body,
        http::headers headers = {{"Content-Type", "application/json"}});
    /// An error in this stage. `delivery` follows from it: `never` before `write`, `certainly` in
    /// `read_body`, else `possibly`.
    APIDECK_DECL scripted_step& fail(boost::system::error_code error, stage where);
    /// An error in this stage.
    APIDECK_DECL scripted_step& fail(
        boost::system::error_code error, stage where, delivery delivered);
    /// Nothing, until a limit of time or a cancellation ends it in this stage. `delivery` as in
    /// `fail`.
    APIDECK_DECL scripted_step& stall(stage where = stage::read_head);
    /// Nothing, until a limit of time or a cancellation ends it in this stage.
    APIDECK_DECL scripted_step& stall(stage where, delivery delivered);
    /// Any outcome.
    APIDECK_DECL scripted_step& end_with(http::exchange_result outcome);
    /// How many steps no exchange has taken yet.
    [[nodiscard]] APIDECK_DECL std::size_t steps_left() const;

    /// What was asked for, in order. Valid until the next exchange begins.
    [[nodiscard]] APIDECK_DECL std::vector<scripted_request> const& requests() const;
    /// @}

    /// @name The transport
    /// See `http::transport`.
    /// @{

    /// The executor it was made with.
    [[nodiscard]] APIDECK_DECL asio::any_io_executor get_executor() const;
    /// The virtual time.
    [[nodiscard]] APIDECK_DECL time_point now() const;
    /// Take the next step.
    APIDECK_DECL void async_exchange(http::request const& request,
        http::exchange_options const& options, http::exchange_handler handler);
    /// Wait until `when`.
    APIDECK_DECL void async_wait(time_point when, http::wait_handler handler);
    /// @}

    /// @name Time
    /// @{

    /// Exchanges and waits under way.
    [[nodiscard]] APIDECK_DECL std::size_t pending() const;

    /** Run what is ready on the `io_context` and, when nothing is, jump to the next event, until
        neither is left (what waits for ever is no event).

        Without an argument: the `io_context` of the executor; else `std::logic_error`.

        @return false when given up after 100000 handlers and events.
    */
    APIDECK_DECL bool run();
    /// As `run()`, on this context, if the executor is a strand or another wrapper.
    APIDECK_DECL bool run(asio::io_context& context);
    /// As `run()`, but no further than by `time`, and exactly so far.
    APIDECK_DECL bool advance(duration time);
    /// As `run(context)`, but no further than by `time`, and exactly so far.
    APIDECK_DECL bool advance(duration time, asio::io_context& context);
    /// @}

private:
    std::shared_ptr<detail::scripted_state> state_;
};

} // namespace apideck::testing

#if defined(APIDECK_HEADER_ONLY)
#include <apideck/testing/impl/scripted_transport.ipp>
#endif

#endif
