# Builds and runs the programs with what pkg-config says: header-only, and with the bodies in a unit
# of their own.
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/share/pkgconfig)
execute_process(COMMAND ${PKG_CONFIG} --modversion apideck
    OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT version STREQUAL VERSION)
    message(FATAL_ERROR "the version is ${version}")
endif()
foreach(part cflags libs)
    execute_process(COMMAND ${PKG_CONFIG} --${part} apideck
        OUTPUT_VARIABLE ${part} COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(${part} UNIX_COMMAND "${${part}}")
endforeach()

file(MAKE_DIRECTORY ${BINARY})
function(program name)
    execute_process(
        COMMAND ${COMPILER} -std=c++20 ${cflags} ${ARGN} -o ${BINARY}/${name} ${libs}
        COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${BINARY}/${name} COMMAND_ERROR_IS_FATAL ANY)
endfunction()
program(header_only ${SOURCE}/create_session.cpp)
program(separate -DAPIDECK_SEPARATE_COMPILATION ${SOURCE}/create_session.cpp ${SOURCE}/separate.cpp)
