# Runs the PROGRAMS that a consumer built in BINARY.
foreach(program IN LISTS PROGRAMS)
    execute_process(COMMAND "${BINARY}/${program}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# The models need Boost.JSON, but neither sockets nor TLS.
if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux" AND PROGRAMS MATCHES program_models)
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${BINARY}/program_models"
        RESOLVED_DEPENDENCIES_VAR libraries)
    if(libraries MATCHES "libssl|libcrypto")
        message(FATAL_ERROR "the models need ${libraries}")
    endif()
endif()
