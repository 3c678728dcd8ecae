# Compiles CASE twice (only its syntax and types): as it is, where it must fail and the output must
# hold the text after `// expect: `, and with CONTROL defined, where it must compile. The second
# shows that the case fails for the reason it names.
#
#   // expect: every alternative of apideck::error needs a function
#   // only: gcc<13
#   ...
#   #ifdef CONTROL
#       [](auto const&) {},
#   #endif
#
# The second line is optional: gcc, clang or msvc, and a bound (<, >=) of the major version. With any
# other compiler the case must compile.

file(READ "${CASE}" text)
if(NOT text MATCHES "^// expect: ([^\n]+)\n")
    message(FATAL_ERROR "${CASE}: the first line must be \"// expect: <text>\"")
endif()
set(expected "${CMAKE_MATCH_1}")

set(must_fail TRUE)
if(text MATCHES "^[^\n]+\n// only: ([^\n]+)\n")
    set(condition "${CMAKE_MATCH_1}")
    if(NOT condition MATCHES "^(gcc|clang|msvc)((<|>=)([0-9]+))?$")
        message(FATAL_ERROR "${CASE}: can't read \"only: ${condition}\"")
    endif()
    set(id "${CMAKE_MATCH_1}")
    set(comparison "${CMAKE_MATCH_3}")
    set(bound "${CMAKE_MATCH_4}")
    string(REGEX REPLACE "\\..*" "" major "${COMPILER_VERSION}")
    if(NOT COMPILER_ID STREQUAL id
        OR (comparison STREQUAL "<" AND NOT major LESS bound)
        OR (comparison STREQUAL ">=" AND NOT major GREATER_EQUAL bound))
        set(must_fail FALSE)
    endif()
endif()

file(STRINGS "${OPTIONS}" options ENCODING UTF-8)

execute_process(COMMAND "${COMPILER}" ${options} "${CASE}"
    RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
execute_process(COMMAND "${COMPILER}" ${options} -DCONTROL "${CASE}"
    RESULT_VARIABLE control_failed OUTPUT_VARIABLE control_output ERROR_VARIABLE control_output)

if(control_failed)
    message(FATAL_ERROR "With CONTROL defined it must compile, but:\n${control_output}")
endif()
if(NOT must_fail)
    if(failed)
        message(FATAL_ERROR "It must fail with ${condition} alone, but:\n${output}")
    endif()
    message(STATUS "It compiles, for this is ${COMPILER_ID} ${COMPILER_VERSION}, not ${condition}")
    return()
endif()
if(NOT failed)
    message(FATAL_ERROR "It compiles, but must not.")
endif()
string(FIND "${output}" "${expected}" position)
if(position EQUAL -1)
    message(FATAL_ERROR "It fails, but without saying \"${expected}\":\n${output}")
endif()
message(STATUS "It fails and says \"${expected}\"")
