#ifndef APIDECK_HTTP_DETAIL_EXCHANGE_HPP
#define APIDECK_HTTP_DETAIL_EXCHANGE_HPP

#include <apideck/detail/config.hpp>
#include <apideck/http/detail/connection_pool.hpp>
#include <apideck/http/detail/response_reader.hpp>
#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/transport.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/coroutine.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace apideck::http::detail {

/** One request over one connection: waits for the connection, opens it if it is new, writes, reads.

    `resume` is the way, a stackless coroutine on the connection's strand. Whatever ends it early
    (the caller, a limit of time) goes through `abort`, which closes the connection, so that the
    operation in flight fails and `resume` ends. A lookup can't be stopped: it is left behind.
*/
class exchange final : public connection_pool::waiter, public timer_queue::entry,
                       public std::enable_shared_from_this<exchange> {
public:
    APIDECK_DECL exchange(std::shared_ptr<connection_pool> pool, request const& r,
        exchange_options const& options, exchange_handler handler);

    APIDECK_DECL void start();

private:
    enum class ending { none, cancelled, time };

    // Called from any thread.
    APIDECK_DECL void on_connection(std::shared_ptr<connection> c, bool reused) override;
    APIDECK_DECL void on_time() override;
    APIDECK_DECL void abort(ending why);

    // Called on the connection's strand.
    APIDECK_DECL void begin();
    APIDECK_DECL void on_abort(ending why);
    APIDECK_DECL void resume(boost::system::error_code ec = {}, std::size_t bytes = 0);
    APIDECK_DECL void resolve();
    APIDECK_DECL void on_resolved(
        boost::system::error_code ec, std::vector<asio::ip::tcp::endpoint> found);
    APIDECK_DECL bool begin_tls();
    APIDECK_DECL void compose();
    APIDECK_DECL bool take_input(boost::system::error_code& ec, std::size_t bytes);
    APIDECK_DECL void explain_handshake();

    APIDECK_DECL void enter(stage s);
    APIDECK_DECL void set_timer(bool connecting);
    APIDECK_DECL void fail(boost::system::error_code ec);
    APIDECK_DECL void end_early(ending why);
    APIDECK_DECL void finish(bool reusable);
    APIDECK_DECL void complete();

    /// A handler that goes on with `resume`.
    struct next_step {
        std::shared_ptr<exchange> self;

        void operator()(boost::system::error_code ec, std::size_t bytes = 0) const
        {
            self->resume(ec, bytes);
        }
        void operator()(boost::system::error_code ec, asio::ip::tcp::endpoint const&) const
        {
            self->resume(ec);
        }
    };
    next_step step() { return {shared_from_this()}; }

    [[nodiscard]] APIDECK_DECL std::string server() const;

    std::shared_ptr<connection_pool> pool_;
    request const* request_;
    exchange_options options_;
    asio::any_completion_executor handler_executor_;

    // What outlives the exchange until the handler was called.
    struct completion {
        exchange_handler handler;
        exchange_result result{};
    };
    std::unique_ptr<completion> completion_;

    std::mutex mutex_; // the members up to the blank line
    std::shared_ptr<connection> connection_;
    ending early_end_ = ending::none; // asked for before there was a connection
    bool done_ = false;

    exchange_result& result_; // in completion_; not to be touched once finished_
    response_reader reader_;
    std::vector<asio::ip::tcp::endpoint> endpoints_;
    asio::coroutine way_;
    time_point acquired_{};
    time_point stage_start_{};
    time_point timer_at_{};
    time_limit timer_limit_{};
    boost::system::error_code write_error_;
    ending ending_ = ending::none;
    bool finished_ = false;
};

} // namespace apideck::http::detail

#endif
