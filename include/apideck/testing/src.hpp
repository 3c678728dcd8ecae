#ifndef APIDECK_TESTING_SRC_HPP
#define APIDECK_TESTING_SRC_HPP

// As <apideck/src.hpp>, for apideck/testing: a program that uses that includes this in one source file, too.

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
