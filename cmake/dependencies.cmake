# Finds what apideck links, for CMakeLists.txt and for the installed package alike. Where something
# is absent or too old, `apideck_missing` says what and which package has it; else it is empty. With
# `apideck_models_alone` set it finds what the models need, and nothing else is looked for.

set(apideck_missing "")

# The headers and the one compiled library. A project that brings Boost itself (FetchContent, a
# superproject) has the targets already; <apideck/detail/config.hpp> checks the version again.
if(NOT TARGET Boost::headers OR NOT TARGET Boost::json)
    find_package(Boost 1.81 QUIET CONFIG OPTIONAL_COMPONENTS json)
    if(NOT Boost_FOUND)
        # A Boost that was installed without CMake files is found by its headers.
        if(POLICY CMP0167)
            cmake_policy(SET CMP0167 OLD)
        endif()
        set(Boost_NO_WARN_NEW_VERSIONS ON)
        find_package(Boost 1.81 QUIET MODULE OPTIONAL_COMPONENTS json)
    endif()
    if(NOT Boost_FOUND OR NOT TARGET Boost::json)
        if(Boost_FOUND)
            set(apideck_found "Boost ${Boost_VERSION_STRING} is here, but not its library Boost.JSON")
        elseif(Boost_VERSION_STRING)
            set(apideck_found "Boost ${Boost_VERSION_STRING} is too old")
        elseif(Boost_CONSIDERED_VERSIONS)
            list(JOIN Boost_CONSIDERED_VERSIONS ", " apideck_found)
            set(apideck_found "Boost ${apideck_found} is too old or for another target")
        else()
            set(apideck_found "no Boost was found")
        endif()
        string(APPEND apideck_missing
            "apideck needs Boost 1.81 or newer with Boost.JSON: ${apideck_found}.\n"
            "  Debian 12:               apt install libboost1.81-dev libboost-json1.81-dev\n"
            "  Debian 13, Ubuntu 24.04: apt install libboost-dev libboost-json-dev\n"
            "  Fedora:                  dnf install boost-devel\n"
            "  vcpkg:                   vcpkg install boost-asio boost-beast boost-describe boost-json\n"
            "  Homebrew:                brew install boost\n"
            "  elsewhere:               -DCMAKE_PREFIX_PATH=<where Boost is installed>\n")
    endif()
endif()

if(apideck_models_alone)
    unset(apideck_found)
    return()
endif()

find_package(OpenSSL 3 QUIET)
if(NOT OpenSSL_FOUND OR NOT TARGET OpenSSL::SSL)
    if(OPENSSL_VERSION)
        set(apideck_found "OpenSSL ${OPENSSL_VERSION} is too old")
    else()
        set(apideck_found "no OpenSSL was found")
    endif()
    string(APPEND apideck_missing
        "apideck needs OpenSSL 3 or newer: ${apideck_found}.\n"
        "  Debian, Ubuntu: apt install libssl-dev\n"
        "  Fedora:         dnf install openssl-devel\n"
        "  vcpkg:          vcpkg install openssl\n"
        "  Homebrew:       brew install openssl@3\n"
        "  elsewhere:      -DOPENSSL_ROOT_DIR=<where OpenSSL is installed>\n")
endif()

find_package(Threads QUIET)
if(NOT Threads_FOUND)
    string(APPEND apideck_missing "apideck needs a C++ compiler with threads.\n")
endif()

unset(apideck_found)
