#ifndef APIDECK_TESTING_SRC_HPP
#define APIDECK_TESTING_SRC_HPP

// As <apideck/src.hpp>, for what is in apideck/testing: include it in one source file, too, where a
// program uses that.

#include <apideck/detail/config.hpp>

#if !defined(APIDECK_SEPARATE_COMPILATION)
#error "apideck/testing/src.hpp is for programs that define APIDECK_SEPARATE_COMPILATION"
#endif

#include <apideck/testing/impl/certificate.ipp>
#include <apideck/testing/impl/mock_connection.ipp>
#include <apideck/testing/impl/mock_exchange.ipp>
#include <apideck/testing/impl/mock_vault.ipp>
#include <apideck/testing/impl/scripted_transport.ipp>

#endif
