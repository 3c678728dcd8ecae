#ifndef APIDECK_HTTP_DETAIL_EXCHANGE_HPP
#define APIDECK_HTTP_DETAIL_EXCHANGE_HPP

#include <apideck/detail/completion.hpp>
#include <apideck/detail/asio.hpp>
#include <apideck/detail/config.hpp>
#include <apideck/http/detail/connection_pool.hpp>
#include <apideck/http/detail/dialer.hpp>
#include <apideck/http/detail/response_reader.hpp>
#include <apideck/http/detail/timer_queue.hpp>
#include <apideck/http/detail/tunnel.hpp>
#include <apideck/http/transport.hpp>

#include <boost/asio/coroutine.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/** One request over one connection: waits for the connection, opens it if it is new, writes, reads.

    `advance` is the way, a stackless coroutine that each operation on the socket resumes. Whatever
    ends it early (the caller, a limit of time) goes through `abort`, which closes the connection, so
    that the operation in flight fails and the way ends.

    One mutex guards it all: an exchange waits for one thing at a time, so that only `abort` ever
    meets another thread. Its handler, and the pool, are called without it.
*/
class exchange final : public connection_pool::waiter,
                       public timer_queue::entry,
                       public dialer::owner,
                       public std::enable_shared_from_this<exchange> {
public:
    APIDECK_DECL exchange(std::shared_ptr<connection_pool> pool, request const& r,
        exchange_options const& options, exchange_handler handler);

    APIDECK_DECL void start();

private:
    enum class ending { none, cancelled, time };

    using completion = apideck::detail::completion;

    // Called from any thread, without the mutex.
    APIDECK_DECL void on_connection(std::shared_ptr<connection> c, time_point now) override;
    APIDECK_DECL void on_time() override;
    APIDECK_DECL void on_addresses() override;
    APIDECK_DECL void on_dialled(
        boost::system::error_code ec, asio::ip::tcp::socket socket) override;
    APIDECK_DECL void resume(boost::system::error_code ec = {}, std::size_t bytes = 0);
    APIDECK_DECL void abort(ending why);
    APIDECK_DECL void conclude(completion how);

    // Called with the mutex, and only while it is not finished_.
    APIDECK_DECL void begin(time_point now);
    APIDECK_DECL void on_abort(ending why);
    APIDECK_DECL void advance(boost::system::error_code ec = {}, std::size_t bytes = 0);
    APIDECK_DECL bool choose_way();
    APIDECK_DECL void dial();
    APIDECK_DECL void explain_tunnel(boost::system::error_code ec);
    APIDECK_DECL bool begin_tls();
    APIDECK_DECL bool shake_hands(boost::system::error_code& ec, std::size_t bytes);
    APIDECK_DECL void explain_handshake(boost::system::error_code ec);
    APIDECK_DECL void compose();
    APIDECK_DECL bool take_input(boost::system::error_code& ec);
    APIDECK_DECL void fail_read(boost::system::error_code ec);

    APIDECK_DECL void enter(stage s, time_point now = clock::now());
    APIDECK_DECL void set_timer(bool connecting);
    APIDECK_DECL void refuse_option(option_error const& e);
    APIDECK_DECL void fail(boost::system::error_code ec);
    APIDECK_DECL void end_early(ending why);
    APIDECK_DECL void finish(time_point now = clock::now());

    /// Do `step` with the mutex, unless it is all over, and what is left to do if it is after that. An
    /// exception, for want of memory, is the end of it: the pool gets its connection back.
    template <class Step>
    void locked(completion how, Step step)
    {
        {
            std::lock_guard const lock(mutex_);
            if (finished_)
                return;
            try {
                step();
            } catch (...) { // no memory; nothing is under way that would end it
                reusable_ = false;
                result_.error = asio::error::no_memory;
                finish();
            }
            if (!finished_)
                return;
        }
        conclude(how);
    }

    /// A handler that goes on with `resume`.
    struct next_step {
        std::shared_ptr<exchange> self;

        void operator()(boost::system::error_code ec, std::size_t bytes = 0) const
        {
            self->resume(ec, bytes);
        }
    };
    next_step step() { return {shared_from_this()}; }

    /// Whom it speaks with: the proxy or the server.
    [[nodiscard]] APIDECK_DECL std::string peer() const;

    std::shared_ptr<connection_pool> pool_;
    request const* request_; // not to be touched once the handler is called
    exchange_options options_;
    apideck::detail::completion_handler<exchange_result&&> handler_;

    std::mutex mutex_;
    exchange_result result_;
    std::shared_ptr<connection> connection_;
    std::unique_ptr<tunnel> tunnel_;        // where a proxy is between
    std::optional<response_reader> reader_; // from when there is a connection
    std::weak_ptr<dialer> dialer_;          // shares this
    asio::coroutine way_;
    time_point acquired_{};
    time_point stage_start_{};
    time_point received_{}; // the last input
    time_point timer_at_{};
    time_limit timer_limit_{};
    boost::system::error_code write_error_;
    ending ending_ = ending::none; // asked for, maybe before there is a connection
    bool has_place_ = false; // in the pool, to be given back
    bool reusable_ = false;
    bool finished_ = false;
};

} // namespace apideck::http::detail

#endif
