#ifndef APIDECK_HTTP_DETAIL_WARM_UP_HPP
#define APIDECK_HTTP_DETAIL_WARM_UP_HPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>
#include <apideck/http/detail/connection_pool.hpp>
#include <apideck/http/transport.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

/// Opens connections to a server side by side: exchanges that end before the request.
class warm_up : public std::enable_shared_from_this<warm_up> {
public:
    APIDECK_DECL warm_up(std::shared_ptr<connection_pool> pool, origin const& server,
        exchange_options const& options, warm_up_handler handler);

    /// @param connections How many there shall be, with those that are there.
    APIDECK_DECL void start(std::size_t connections);

private:
    APIDECK_DECL void on_opened(exchange_result&& r);
    APIDECK_DECL void cancel();

    std::shared_ptr<connection_pool> pool_;
    request request_;
    exchange_options options_;
    apideck::detail::completion_handler<warm_up_result, true> handler_;
    std::mutex mutex_; // what stands below
    std::vector<asio::cancellation_signal> signals_; // one each, made at once: they can't move
    std::size_t pending_ = 0;
    warm_up_result result_;
};

} // namespace apideck::http::detail

#endif
