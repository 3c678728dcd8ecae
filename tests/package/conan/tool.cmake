# Creates the recipe's package by Conan itself, with each kind of Boost that it offers, and uses it as an
# editable package. Boost and OpenSSL are the machine's, by the recipes beside this file; nothing is downloaded,
# and nothing is written to the checkout.
file(REMOVE_RECURSE "${BINARY}")
set(recipe "${SOURCE}/cmake/packaging/conan")
set(ENV{CONAN_HOME} "${BINARY}/home")
set(ENV{CXX} "${COMPILER}")
set(ENV{BOOST_HEADERS} "${BOOST_HEADERS}")
cmake_path(GET BOOST_LIBRARY PARENT_PATH folder)
set(ENV{BOOST_LIBRARIES} "${folder}")

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
    if(failed)
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}:\n${said}")
    endif()
endfunction()

run("${CONAN}" profile detect)
file(APPEND "${BINARY}/home/profiles/default" "
build_type=Debug
compiler.cppstd=20

[platform_tool_requires]
cmake/${CMAKE_VERSION}

[conf]
tools.cmake.cmaketoolchain:generator=Ninja
")

# Conan builds the test package where it lies.
file(COPY "${recipe}/test_package" DESTINATION "${BINARY}")
run("${CONAN}" create "${CMAKE_CURRENT_LIST_DIR}/openssl" --version ${OPENSSL_VERSION} --no-remote)
foreach(boost shared=False shared=True header_only=True)
    run("${CONAN}" create "${CMAKE_CURRENT_LIST_DIR}/boost" --version ${BOOST_VERSION} --no-remote -o "&:${boost}")
    run("${CONAN}" create "${recipe}" --test-folder "${BINARY}/test_package" --no-remote -o "boost/*:${boost}")
endforeach()

execute_process(COMMAND "${CONAN}" create "${recipe}" --no-remote -o "boost/*:without_json=True" --build missing
    RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
if(NOT failed OR NOT said MATCHES "needs Boost.JSON: -o 'boost/\\*:without_json=False'")
    message(FATAL_ERROR "without Boost.JSON Conan says:\n${said}")
endif()

run("${CONAN}" editable add "${recipe}" --output-folder "${BINARY}/editable")
set(build "${BINARY}/build")
run("${CONAN}" install --requires "apideck/${VERSION}" --no-remote -o "boost/*:header_only=True"
    -g CMakeDeps -g CMakeToolchain --output-folder "${build}/conan")
run("${CMAKE_COMMAND}" -S "${SOURCE}/tests/package/find_package" -B "${build}" -G "${GENERATOR}"
    -C "${INHERITED}" "-DCMAKE_TOOLCHAIN_FILE=${build}/conan/conan_toolchain.cmake" -DCMAKE_BUILD_TYPE=Debug
    -DAPIDECK_BY_CONAN=ON "-DAPIDECK_PREFIX=${build}/conan")
run("${CMAKE_COMMAND}" --build "${build}")
foreach(program program program_compiled program_models)
    run("${build}/${program}")
endforeach()
