#ifndef APIDECK_SRC_HPP
#define APIDECK_SRC_HPP

// The bodies of everything that is not a template. In a program that defines
// APIDECK_SEPARATE_COMPILATION, include this in exactly one source file.

#include <apideck/detail/config.hpp>

#if !defined(APIDECK_SEPARATE_COMPILATION)
#error "apideck/src.hpp is for programs that define APIDECK_SEPARATE_COMPILATION in every unit"
#endif

#include <apideck/impl/address_cache.ipp>
#include <apideck/impl/answer.ipp>
#include <apideck/impl/attempt.ipp>
#include <apideck/impl/authority.ipp>
#include <apideck/impl/base64.ipp>
#include <apideck/impl/budget.ipp>
#include <apideck/impl/call.ipp>
#include <apideck/impl/call_key.ipp>
#include <apideck/impl/call_machine.ipp>
#include <apideck/impl/call_outcome.ipp>
#include <apideck/impl/client_options.ipp>
#include <apideck/impl/connection.ipp>
#include <apideck/impl/connection_pool.ipp>
#include <apideck/impl/connection_pool_upkeep.ipp>
#include <apideck/impl/create_session.ipp>
#include <apideck/impl/credential.ipp>
#include <apideck/impl/dialer.ipp>
#include <apideck/impl/error.ipp>
#include <apideck/impl/exception.ipp>
#include <apideck/impl/exchange.ipp>
#include <apideck/impl/exchange_connect.ipp>
#include <apideck/impl/exchange_steps.ipp>
#include <apideck/impl/https_transport.ipp>
#include <apideck/impl/json_decode.ipp>
#include <apideck/impl/json_print.ipp>
#include <apideck/impl/json_reader.ipp>
#include <apideck/impl/json_text.ipp>
#include <apideck/impl/json_writer.ipp>
#include <apideck/impl/lifecycle.ipp>
#include <apideck/impl/lookup.ipp>
#include <apideck/impl/option_checks.ipp>
#include <apideck/impl/option_error.ipp>
#include <apideck/impl/pipeline.ipp>
#include <apideck/impl/prepare.ipp>
#include <apideck/impl/proxy.ipp>
#include <apideck/impl/redact.ipp>
#include <apideck/impl/response_reader.ipp>
#include <apideck/impl/retry_after.ipp>
#include <apideck/impl/running_calls.ipp>
#include <apideck/impl/server_url.ipp>
#include <apideck/impl/session_claims.ipp>
#include <apideck/impl/stage.ipp>
#include <apideck/impl/system_roots.ipp>
#include <apideck/impl/timer_queue.ipp>
#include <apideck/impl/tls.ipp>
#include <apideck/impl/tls_engine.ipp>
#include <apideck/impl/tls_memory.ipp>
#include <apideck/impl/tls_session_cache.ipp>
#include <apideck/impl/transport.ipp>
#include <apideck/impl/tunnel.ipp>
#include <apideck/impl/warm_up.ipp>

#endif
