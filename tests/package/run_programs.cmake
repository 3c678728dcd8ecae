# Runs what consumer.cmake built in BINARY.
foreach(program program program_compiled program_models)
    execute_process(COMMAND ${BINARY}/${program} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# The models need Boost.JSON, but neither sockets nor TLS.
if(CMAKE_HOST_SYSTEM_NAME STREQUAL "Linux")
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES ${BINARY}/program_models
        RESOLVED_DEPENDENCIES_VAR libraries)
    if(libraries MATCHES "libssl|libcrypto")
        message(FATAL_ERROR "the models need ${libraries}")
    endif()
endif()
