# What the lists of tests are written with.

# A hang is a failure; a sanitizer, or a machine that has more to do, is none.
set(APIDECK_TEST_TIMEOUT 180)

# apideck_listed(<source>...): what tests/every_file_is_listed.cmake compares with the files there are.
function(apideck_listed)
    foreach(source IN LISTS ARGN)
        cmake_path(ABSOLUTE_PATH source NORMALIZE)
        set_property(GLOBAL APPEND PROPERTY APIDECK_LISTED ${source})
    endforeach()
endfunction()

# apideck_test(<name> SOURCES <source>... [LABELS <label>...] [HEADER_ONLY])
#
# One program of Catch2 tests and the ctest of that name. It links apideck_runtime and uses the
# precompiled header; with HEADER_ONLY it has the library as users get it by default.
# Each label is a target too, apideck_tests_<label>, that builds what has the label.
function(apideck_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "HEADER_ONLY" "" "SOURCES;LABELS")
    set(target test_${name})
    add_executable(${target} ${arg_SOURCES})
    apideck_listed(${arg_SOURCES})
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PRIVATE apideck_catch)
    if(arg_HEADER_ONLY)
        target_link_libraries(${target} PRIVATE apideck::apideck)
    else()
        target_link_libraries(${target} PRIVATE apideck_runtime)
        target_precompile_headers(${target} REUSE_FROM apideck_precompiled)
        apideck_precompiled_options(${target})
    endif()
    apideck_warnings(${target})
    apideck_sanitize(${target})

    # The durations come as the tests end, so the output of one that hangs tells which it is.
    add_test(NAME ${name} COMMAND ${target} --durations yes)
    set_tests_properties(${name} PROPERTIES
        LABELS "${arg_LABELS}" TIMEOUT ${APIDECK_TEST_TIMEOUT})
    # What measures time must not share the processor with compilers.
    if(loopback IN_LIST arg_LABELS)
        set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
    endif()

    foreach(label IN LISTS arg_LABELS)
        if(NOT TARGET apideck_tests_${label})
            add_custom_target(apideck_tests_${label})
        endif()
        add_dependencies(apideck_tests_${label} ${target})
    endforeach()
endfunction()

# Without it ccache can't tell whether a unit with a precompiled header changed.
function(apideck_precompiled_options target)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(${target} PRIVATE -fpch-preprocess)
    endif()
endfunction()
