# Installs the port by the real tool of ROOT, in manifest mode as a program does: its check after the build has
# no complaint, and the program builds and runs in CONFIG. Boost and OpenSSL are those of the machine: in their
# place are ports without files, so that nothing is downloaded.
file(REMOVE_RECURSE ${BINARY})
set(port ${SOURCE}/cmake/packaging/vcpkg/ports/apideck)

file(READ ${port}/vcpkg.json manifest)
string(JSON last LENGTH ${manifest} dependencies)
math(EXPR last "${last} - 1")
foreach(i RANGE ${last})
    string(JSON name ERROR_VARIABLE plain GET ${manifest} dependencies ${i} name)
    set(features "{}")
    if(plain)
        string(JSON name GET ${manifest} dependencies ${i})
    else()
        string(JSON feature ERROR_VARIABLE none GET ${manifest} dependencies ${i} features 0)
        if(NOT none)
            set(features "{\"${feature}\": {\"description\": \"stand-in\"}}")
        endif()
    endif()
    if(NOT name MATCHES "^vcpkg-")
        file(WRITE ${BINARY}/ports/${name}/vcpkg.json
            "{\"name\": \"${name}\", \"version\": \"1\", \"features\": ${features}}")
        file(WRITE ${BINARY}/ports/${name}/portfile.cmake "set(VCPKG_POLICY_EMPTY_PACKAGE enabled)")
    endif()
endforeach()

# The tool would download a program that corrects the paths in binaries; this package has none.
file(READ ${ROOT}/triplets/${TRIPLET}.cmake triplet)
file(WRITE ${BINARY}/triplets/${TRIPLET}.cmake "${triplet}\nset(VCPKG_FIXUP_ELF_RPATH OFF)\n")
file(WRITE ${BINARY}/manifest/vcpkg.json "{\"dependencies\": [\"apideck\"]}")

set(options
    --binarysource=clear "--x-buildtrees-root=${BINARY}/buildtrees" "--x-packages-root=${BINARY}/packages")
set(ENV{VCPKG_ROOT} ${ROOT})
set(ENV{VCPKG_FORCE_SYSTEM_BINARIES} 1)
set(ENV{VCPKG_DISABLE_METRICS} 1)
execute_process(
    COMMAND ${CMAKE_COMMAND} -S "${SOURCE}/tests/package/find_package" -B "${BINARY}/build" -G "${GENERATOR}"
        -C "${INHERITED}" "-DCMAKE_TOOLCHAIN_FILE=${ROOT}/scripts/buildsystems/vcpkg.cmake"
        -DVCPKG_TARGET_TRIPLET=${TRIPLET} "-DVCPKG_OVERLAY_TRIPLETS=${BINARY}/triplets"
        "-DVCPKG_MANIFEST_DIR=${BINARY}/manifest"
        "-DVCPKG_OVERLAY_PORTS=${SOURCE}/cmake/packaging/vcpkg/ports;${BINARY}/ports"
        "-DVCPKG_INSTALL_OPTIONS=${options}"
        -DCMAKE_BUILD_TYPE=${CONFIG} "-DAPIDECK_PREFIX=${BINARY}/build/vcpkg_installed/${TRIPLET}"
    OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE failed)
if(failed OR NOT said MATCHES "Performing post-build validation" OR said MATCHES "warning:")
    message(FATAL_ERROR "vcpkg says:\n${said}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build "${BINARY}/build" COMMAND_ERROR_IS_FATAL ANY)
set(PROGRAMS program program_compiled program_models)
set(BINARY "${BINARY}/build")
include("${SOURCE}/tests/package/run_programs.cmake")
