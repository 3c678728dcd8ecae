# Takes the steps of the vcpkg port into a fresh PREFIX, with stand-ins for vcpkg's functions.
set(CURRENT_PORT_DIR ${SOURCE}/cmake/packaging/vcpkg/ports/apideck)
set(CURRENT_PACKAGES_DIR ${PREFIX})
file(REMOVE_RECURSE ${PREFIX} ${BINARY})

file(READ ${CURRENT_PORT_DIR}/vcpkg.json manifest)
string(JSON PORT GET ${manifest} name)
string(JSON port_version GET ${manifest} version)
if(NOT port_version STREQUAL VERSION)
    message(FATAL_ERROR "vcpkg.json has version ${port_version}; version.hpp has ${VERSION}")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/manifest.cmake)

include(${CMAKE_CURRENT_LIST_DIR}/functions.cmake)
include(${CURRENT_PORT_DIR}/portfile.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/lint.cmake)

# What is installed: the headers, and the kept list.
file(GLOB_RECURSE wanted RELATIVE ${SOURCE} ${SOURCE}/include/*)
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/files.txt kept)
list(APPEND wanted ${kept})
file(GLOB_RECURSE installed RELATIVE ${PREFIX} ${PREFIX}/*)
set(missing ${wanted})
list(REMOVE_ITEM missing ${installed})
list(REMOVE_ITEM installed ${wanted})
if(missing OR installed)
    message(FATAL_ERROR "not installed: ${missing}\ninstalled as well: ${installed}")
endif()
