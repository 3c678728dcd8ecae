#ifndef APIDECK_HPP
#define APIDECK_HPP

/** @file
    All that a program needs to call the API. What tests need is in `apideck/testing/`. */

#include <apideck/call_options.hpp>
#include <apideck/client.hpp>
#include <apideck/client_options.hpp>
#include <apideck/error.hpp>
#include <apideck/result.hpp>
#include <apideck/session_claims.hpp>
#include <apideck/vault/sessions.hpp>
#include <apideck/version.hpp>

#endif
