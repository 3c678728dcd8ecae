#ifndef APIDECK_TESTS_SUPPORT_OPERATIONS_HPP
#define APIDECK_TESTS_SUPPORT_OPERATIONS_HPP

#include <apideck/client_options.hpp>
#include <apideck/core/prepare.hpp>

namespace apideck::tests {

inline constexpr core::operation get_it{"test.get", http::method::get, "/test/it", true, 200};
inline constexpr core::operation post_it{"test.post", http::method::post, "/test", true, 200};

/// Options with which they can be called.
inline client_options good_options()
{
    return {.api_key = "a-long-key", .app_id = "app", .consumer_id = "consumer"};
}

} // namespace apideck::tests

#endif
