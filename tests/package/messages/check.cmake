# What a user reads, in a source tree and with an installed package, where a library that apideck
# needs is absent or too old. The libraries are folders made here that hold a version and no more.
file(REMOVE_RECURSE ${BINARY})

function(boost version with_json)
    set(folder ${BINARY}/boost_${version}_${with_json}/lib/cmake)
    file(WRITE ${folder}/Boost-${version}/BoostConfigVersion.cmake
        "set(PACKAGE_VERSION ${version})\nif(NOT PACKAGE_VERSION VERSION_LESS PACKAGE_FIND_VERSION)\n"
        "  set(PACKAGE_VERSION_COMPATIBLE TRUE)\nendif()\n")
    set(targets "add_library(Boost::headers INTERFACE IMPORTED)\n")
    if(with_json)
        string(APPEND targets "add_library(Boost::json INTERFACE IMPORTED)\n")
    endif()
    file(WRITE ${folder}/Boost-${version}/BoostConfig.cmake
        "set(Boost_VERSION_STRING ${version})\n${targets}")
endfunction()

function(openssl version)
    string(REPLACE "." ";" parts ${version})
    list(GET parts 0 major)
    list(GET parts 1 minor)
    set(folder ${BINARY}/openssl_${version})
    file(WRITE ${folder}/include/openssl/ssl.h "")
    file(WRITE ${folder}/include/openssl/opensslv.h
        "# define OPENSSL_VERSION_MAJOR ${major}\n# define OPENSSL_VERSION_STR \"${version}\"\n"
        "# define OPENSSL_VERSION_NUMBER 0x${major}0${minor}0100fL\n")
    foreach(library ssl crypto)
        file(WRITE ${folder}/lib/lib${library}.a "")
    endforeach()
endfunction()

# says(<what> MESSAGES <text>... OPTIONS <option>...): both ways end in an error with these texts.
function(says what)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "MESSAGES;OPTIONS")
    foreach(way -DAPIDECK_SOURCE_DIR=${LIBRARY} -Dapideck_ROOT=${INSTALLED})
        file(REMOVE_RECURSE ${BINARY}/build)
        execute_process(
            COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY}/build -G ${GENERATOR}
                -DCMAKE_CXX_COMPILER=${COMPILER} ${way} ${arg_OPTIONS}
            RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
        if(status EQUAL 0)
            message(SEND_ERROR "${what}, ${way}: accepted\n${output}")
        endif()
        # CMake wraps what find_package says.
        string(REGEX REPLACE "[ \n]+" " " output "${output}")
        foreach(text IN LISTS arg_MESSAGES)
            string(FIND "${output}" "${text}" position)
            if(position EQUAL -1)
                message(SEND_ERROR "${what}, ${way}: does not say\n  ${text}\nbut\n${output}")
            endif()
        endforeach()
    endforeach()
endfunction()

boost(1.74.0 ON)
boost(1.85.0 OFF)
boost(1.85.0 ON)
openssl(1.1.1)
set(good_boost -DBoost_DIR=${BINARY}/boost_1.85.0_ON/lib/cmake/Boost-1.85.0)

says("no Boost"
    MESSAGES "apideck needs Boost 1.81 or newer with Boost.JSON: no Boost was found." "apt install libboost"
        "-DCMAKE_PREFIX_PATH="
    OPTIONS -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON)
says("old Boost"
    MESSAGES "apideck needs Boost 1.81 or newer with Boost.JSON: Boost 1.74.0 is too old"
    OPTIONS -DNOTHING_OF_THE_SYSTEM=ON -DCMAKE_PREFIX_PATH=${BINARY}/boost_1.74.0_ON)
says("Boost without JSON"
    MESSAGES "Boost 1.85.0 is here, but not its library Boost.JSON"
    OPTIONS -DNOTHING_OF_THE_SYSTEM=ON -DBoost_DIR=${BINARY}/boost_1.85.0_OFF/lib/cmake/Boost-1.85.0)
says("no OpenSSL"
    MESSAGES "apideck needs OpenSSL 3 or newer: no OpenSSL was found." "apt install libssl-dev"
        "-DOPENSSL_ROOT_DIR="
    OPTIONS ${good_boost} -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON)
says("old OpenSSL"
    MESSAGES "apideck needs OpenSSL 3 or newer: OpenSSL 1.1.1 is too old."
    OPTIONS ${good_boost} -DOPENSSL_ROOT_DIR=${BINARY}/openssl_1.1.1)
