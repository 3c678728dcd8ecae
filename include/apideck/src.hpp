#ifndef APIDECK_SRC_HPP
#define APIDECK_SRC_HPP

// The bodies of everything that is not a template. In a program that defines
// APIDECK_SEPARATE_COMPILATION, include this in exactly one source file.

#include <apideck/detail/config.hpp>

#if !defined(APIDECK_SEPARATE_COMPILATION)
#error "apideck/src.hpp is for programs that define APIDECK_SEPARATE_COMPILATION in every unit"
#endif

#include <apideck/core/impl/call.ipp>
#include <apideck/core/impl/call_key.ipp>
#include <apideck/core/impl/lifecycle.ipp>
#include <apideck/core/impl/pipeline.ipp>
#include <apideck/core/impl/prepare.ipp>
#include <apideck/http/impl/address_cache.ipp>
#include <apideck/http/impl/authority.ipp>
#include <apideck/http/impl/connection.ipp>
#include <apideck/http/impl/connection_pool.ipp>
#include <apideck/http/impl/connection_pool_upkeep.ipp>
#include <apideck/http/impl/dialer.ipp>
#include <apideck/http/impl/exchange.ipp>
#include <apideck/http/impl/exchange_connect.ipp>
#include <apideck/http/impl/exchange_steps.ipp>
#include <apideck/http/impl/https_transport.ipp>
#include <apideck/http/impl/lookup.ipp>
#include <apideck/http/impl/option_error.ipp>
#include <apideck/http/impl/proxy.ipp>
#include <apideck/http/impl/response_reader.ipp>
#include <apideck/http/impl/system_roots.ipp>
#include <apideck/http/impl/timer_queue.ipp>
#include <apideck/http/impl/tls.ipp>
#include <apideck/http/impl/tls_engine.ipp>
#include <apideck/http/impl/tls_memory.ipp>
#include <apideck/http/impl/tls_session_cache.ipp>
#include <apideck/http/impl/transport.ipp>
#include <apideck/http/impl/tunnel.ipp>
#include <apideck/http/impl/warm_up.ipp>
#include <apideck/impl/attempt.ipp>
#include <apideck/impl/client_options.ipp>
#include <apideck/impl/error.ipp>
#include <apideck/impl/session_claims.ipp>
#include <apideck/json/impl/decode.ipp>
#include <apideck/json/impl/encode.ipp>
#include <apideck/json/impl/reader.ipp>
#include <apideck/json/impl/text.ipp>
#include <apideck/vault/impl/create_session.ipp>

#endif
