# Builds and runs the programs with what pkg-config says of the package below PREFIX, whose .pc files are in
# its folder FOLDER: the models alone, and unless MODELS_ALONE, header-only and with the bodies in a unit of
# their own.
file(REMOVE_RECURSE ${BINARY})
file(COPY ${PREFIX}/ DESTINATION ${BINARY}/prefix)
set(ENV{PKG_CONFIG_PATH} ${BINARY}/prefix/${FOLDER}/pkgconfig)

foreach(name apideck apideck-models)
    execute_process(COMMAND ${PKG_CONFIG} --modversion ${name}
        OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    if(NOT version STREQUAL VERSION)
        message(FATAL_ERROR "the version of ${name} is ${version}")
    endif()
    foreach(part cflags libs)
        execute_process(COMMAND ${PKG_CONFIG} --${part} ${name}
            OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
        separate_arguments(${name}_${part} UNIX_COMMAND "${flags}")
    endforeach()
endforeach()
if(apideck-models_libs MATCHES "ssl|crypto")
    message(FATAL_ERROR "the models need ${apideck-models_libs}")
endif()

# program(<name> <package> <result> <argument>...)
function(program name package result)
    execute_process(
        COMMAND ${COMPILER} -std=c++20 ${${package}_cflags} ${ARGN} -o ${BINARY}/${name} ${${package}_libs}
        RESULT_VARIABLE failed OUTPUT_VARIABLE said ERROR_VARIABLE said)
    set(${result} "${said}" PARENT_SCOPE)
    if(NOT failed)
        execute_process(COMMAND ${BINARY}/${name} COMMAND_ERROR_IS_FATAL ANY)
        set(${result} "" PARENT_SCOPE)
    endif()
endfunction()
program(models apideck-models failed_models ${SOURCE}/models.cpp)
if(NOT MODELS_ALONE)
    program(header_only apideck failed ${SOURCE}/create_session.cpp)
    program(separate apideck failed_separate
        -DAPIDECK_SEPARATE_COMPILATION ${SOURCE}/create_session.cpp ${SOURCE}/separate.cpp)
endif()
if(failed OR failed_separate OR failed_models)
    message(FATAL_ERROR "${failed}${failed_separate}${failed_models}")
endif()

# Where Boost has the same prefix, it is taken from there and not from the system: with a file that is no
# library, the link fails and names it.
file(WRITE ${BINARY}/prefix/${FOLDER}/libboost_json${CMAKE_SHARED_LIBRARY_SUFFIX} "no library")
foreach(package apideck apideck-models)
    program(own_boost ${package} failed ${SOURCE}/models.cpp)
    if(NOT failed MATCHES "prefix/.*/libboost_json")
        message(FATAL_ERROR "${package} links another Boost:\n${failed}")
    endif()
endforeach()
