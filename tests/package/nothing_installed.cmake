# Installing a project that has the library as a part installs nothing of the library.
file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE installed ${PREFIX}/*)
if(installed)
    message(FATAL_ERROR "installed: ${installed}")
endif()
