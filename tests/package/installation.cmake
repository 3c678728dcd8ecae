# Installs from a checkout: by the README's commands, which build no tests and need nothing of theirs; and with
# BUILD_TESTING=OFF by install components, to absolute folders whose names hold blanks.
file(REMOVE_RECURSE "${BINARY}")
set(common -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_PREFIX_PATH=${PREFIX_PATH}"
    "-DOPENSSL_ROOT_DIR=${OPENSSL}")
set(without_catch -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON)

function(run)
    execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${SOURCE}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# has(<folder> <yes or no>): whether the library is installed below it.
function(has folder expected)
    file(GLOB_RECURSE found "${folder}/*/apideck.hpp" "${folder}/*/apideckConfig.cmake")
    list(LENGTH found count)
    if((expected STREQUAL yes AND NOT count EQUAL 2) OR (expected STREQUAL no AND NOT count EQUAL 0))
        message(FATAL_ERROR "installed in ${folder}: ${found}")
    endif()
endfunction()

file(READ "${SOURCE}/README.md" readme)
if(NOT readme MATCHES "```sh\n(cmake -S [^\n]+)\n(cmake --install [^\n]+)\n```")
    message(FATAL_ERROR "the README does not say how to install")
endif()
set(prefix "${BINARY}/read me (1)")
foreach(line IN ITEMS "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
    separate_arguments(command UNIX_COMMAND "${line}")
    list(TRANSFORM command REPLACE "^build$" "${BINARY}/build")
    list(TRANSFORM command REPLACE "^/usr/local$" "${prefix}")
    if(line MATCHES "-S")
        list(APPEND command ${common} ${without_catch})
    else()
        run("${CMAKE_COMMAND}" --build "${BINARY}/build")
    endif()
    list(POP_FRONT command)
    run("${CMAKE_COMMAND}" ${command})
endforeach()
has("${prefix}" yes)
file(GLOB_RECURSE built "${BINARY}/build/apideck*" "${BINARY}/build/*test*" "${BINARY}/build/example*")
list(FILTER built INCLUDE REGEX "\\.(o|obj|a|lib)$|CTestTestfile")
if(built)
    message(FATAL_ERROR "the README's commands build ${built}")
endif()

set(prefix "${BINARY}/in stall ü (2)")
set(data "${BINARY}/da ta ü (3)")
run("${CMAKE_COMMAND}" -S . -B "${BINARY}/components" ${common} ${without_catch}
    -DBUILD_TESTING=OFF -DAPIDECK_BUILD_EXAMPLES=OFF "-DCMAKE_INSTALL_PREFIX=${prefix}"
    "-DCMAKE_INSTALL_INCLUDEDIR=${prefix}/inc lude" "-DCMAKE_INSTALL_DATADIR=${data}")
foreach(component Unspecified runtime)
    run("${CMAKE_COMMAND}" --install "${BINARY}/components" --component ${component})
    has("${prefix}" no)
    has("${data}" no)
endforeach()
run("${CMAKE_COMMAND}" --install "${BINARY}/components" --component apideck_development)
run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/models" -B "${BINARY}/user of it" ${common}
    "-Dapideck_DIR=${data}/cmake/apideck" "-DAPIDECK_VERSION=${VERSION}")
run("${CMAKE_COMMAND}" --build "${BINARY}/user of it")
run("${BINARY}/user of it/program_models")
