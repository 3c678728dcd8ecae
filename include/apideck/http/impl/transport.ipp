#ifndef APIDECK_HTTP_IMPL_TRANSPORT_IPP
#define APIDECK_HTTP_IMPL_TRANSPORT_IPP

#include <apideck/detail/asio.hpp>
#include <apideck/detail/completion.hpp>
#include <apideck/http/transport.hpp>

#include <utility>

namespace apideck::inline APIDECK_VERSION_NAMESPACE::http::detail {

APIDECK_DECL void open_nothing(asio::any_io_executor const& executor, warm_up_handler&& handler)
{
    apideck::detail::completion_handler<warm_up_result> done(std::move(handler), executor);
    done(apideck::detail::completion::posted, executor, {});
}

} // namespace apideck::http::detail

#endif
