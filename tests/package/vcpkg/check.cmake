# Takes the steps of the vcpkg port into a fresh PREFIX. vcpkg's own functions are not here: those below do
# what its documentation says of them, and fail for arguments that the port does not need.
set(CURRENT_PORT_DIR ${SOURCE}/cmake/packaging/vcpkg/ports/apideck)
set(CURRENT_PACKAGES_DIR ${PREFIX})
file(REMOVE_RECURSE ${PREFIX} ${BINARY})

file(READ ${CURRENT_PORT_DIR}/vcpkg.json manifest)
string(JSON PORT GET ${manifest} name)
string(JSON port_version GET ${manifest} version)
if(NOT port_version STREQUAL VERSION)
    message(FATAL_ERROR "vcpkg.json has version ${port_version}; version.hpp has ${VERSION}")
endif()

function(vcpkg_cmake_configure)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${BINARY} -G ${GENERATOR} ${arg_OPTIONS}
            -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release
            -DCMAKE_INSTALL_PREFIX=${PREFIX} -DCMAKE_INSTALL_LIBDIR=lib
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(vcpkg_cmake_install)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} --target install
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Moves the CMake files to share/<port>, one folder up.
function(vcpkg_cmake_config_fixup)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
    file(RENAME ${PREFIX}/${arg_CONFIG_PATH} ${PREFIX}/share/${PORT})
    file(REMOVE_RECURSE ${PREFIX}/share/cmake)
    file(GLOB files ${PREFIX}/share/${PORT}/*.cmake)
    set(up [[get_filename_component(_IMPORT_PREFIX "${_IMPORT_PREFIX}" PATH)]])
    foreach(file IN LISTS files)
        file(READ ${file} text)
        string(REPLACE "\${CMAKE_CURRENT_LIST_DIR}/../../../" "\${CMAKE_CURRENT_LIST_DIR}/../../" text "${text}")
        string(REPLACE "${up}\n${up}\n${up}\n" "${up}\n${up}\n" text "${text}")
        file(WRITE ${file} "${text}")
    endforeach()
endfunction()

function(vcpkg_fixup_pkgconfig)
    file(READ ${PREFIX}/share/pkgconfig/${PORT}.pc text)
    string(FIND "${text}" "${PREFIX}" at)
    if(NOT at EQUAL -1)
        message(FATAL_ERROR "${PORT}.pc names its prefix:\n${text}")
    endif()
endfunction()

function(vcpkg_install_copyright)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
    file(INSTALL ${arg_FILE_LIST} DESTINATION ${PREFIX}/share/${PORT} RENAME copyright)
endfunction()

include(${CURRENT_PORT_DIR}/portfile.cmake)
if(NOT VCPKG_BUILD_TYPE STREQUAL release)
    message(FATAL_ERROR "a port of headers alone is built once")
endif()

# What is installed: the headers, and the kept list. No folder for libraries or debugging, none empty.
file(GLOB_RECURSE wanted RELATIVE ${SOURCE} ${SOURCE}/include/*)
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/files.txt kept)
list(APPEND wanted ${kept})
file(GLOB_RECURSE installed LIST_DIRECTORIES true RELATIVE ${PREFIX} ${PREFIX}/*)
foreach(entry IN LISTS installed)
    file(GLOB inside ${PREFIX}/${entry}/*)
    if(IS_DIRECTORY ${PREFIX}/${entry} AND inside)
        list(REMOVE_ITEM installed ${entry})
    endif()
endforeach()
list(SORT wanted)
list(SORT installed)
if(NOT wanted STREQUAL installed)
    message(FATAL_ERROR "installed:\n${installed}\ninstead of\n${wanted}")
endif()
