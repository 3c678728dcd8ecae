# Builds and runs the program with what pkg-config says.
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
execute_process(COMMAND ${COMPILER} -std=c++20 ${cflags} ${MAIN} -o ${PROGRAM} ${libs}
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} COMMAND_ERROR_IS_FATAL ANY)
