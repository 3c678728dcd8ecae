#ifndef APIDECK_MODELS_HPP
#define APIDECK_MODELS_HPP

/** @file
    What travels to the API and back, and its JSON, without the client: no Asio, Beast or OpenSSL.

    `json::encode` and `json::decode_text` are the two directions. A program that includes nothing
    else of the SDK links Boost.JSON alone (CMake: `apideck::models`). */

#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/json/print.hpp>
#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>
#include <apideck/models/unified_api_id.hpp>

#endif
