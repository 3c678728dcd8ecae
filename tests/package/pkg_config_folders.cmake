# Installs the library into folders of many kinds, and sees that pkg-config finds the headers and the folder
# of libraries in each. They are compared as files: the .pc files say them relative to themselves.
file(REMOVE_RECURSE "${BINARY}")
# CMake refuses to install headers into the source tree, and BINARY may be in it.
foreach(part cmake include CMakeLists.txt LICENSE)
    file(COPY "${SOURCE}/${part}" DESTINATION "${BINARY}/source")
endforeach()
execute_process(COMMAND ${PKG_CONFIG} --version OUTPUT_VARIABLE tool COMMAND_ERROR_IS_FATAL ANY)

# folders(<name> <prefix> <libraries> <headers>): the last two as CMake's options have them
function(folders name prefix libraries headers)
    set(build "${BINARY}/build/${name}")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -S "${BINARY}/source" -B "${build}" -G "${GENERATOR}" -C "${INHERITED}"
            -DAPIDECK_BUILD_TESTS=OFF -DAPIDECK_BUILD_EXAMPLES=OFF "-DCMAKE_INSTALL_PREFIX=${prefix}"
            "-DCMAKE_INSTALL_LIBDIR=${libraries}" "-DCMAKE_INSTALL_INCLUDEDIR=${headers}"
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_COMMAND} --build "${build}" --target install
        OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

    cmake_path(ABSOLUTE_PATH libraries BASE_DIRECTORY "${prefix}")
    cmake_path(ABSOLUTE_PATH headers BASE_DIRECTORY "${prefix}")
    set(ENV{PKG_CONFIG_PATH} "${libraries}/pkgconfig")
    foreach(part cflags-only-I libs-only-L)
        execute_process(COMMAND ${PKG_CONFIG} --${part} apideck-models
            OUTPUT_VARIABLE flags COMMAND_ERROR_IS_FATAL ANY)
        separate_arguments(flags UNIX_COMMAND "${flags}")
        set(wanted "${headers}")
        if(part MATCHES "libs")
            set(wanted "${libraries}")
        endif()
        string(REGEX REPLACE "^-[IL]" "" found "${flags}")
        cmake_path(NORMAL_PATH found)
        if(NOT found STREQUAL wanted)
            message(FATAL_ERROR "${name}: ${part} is ${flags} instead of ${wanted}")
        endif()
    endforeach()
endfunction()

folders(usual "${BINARY}/usual" lib include)
folders(deep "${BINARY}/deep" lib/some-machine include/libraries)
folders(absolute "${BINARY}/absolute" "${BINARY}/absolute.lib" "${BINARY}/absolute.include")
folders(absolute_headers "${BINARY}/absolute_headers" lib "${BINARY}/absolute_headers.include")
folders(absolute_libraries "${BINARY}/absolute_libraries" "${BINARY}/absolute_libraries.lib" include)
folders(absolute_blank "${BINARY}/it's" "${BINARY}/my own lib" "${BINARY}/my own include")
folders(blank_headers "${BINARY}/blank_headers" lib "in clude")
# The pkg-config of old, up to 0.29, does not escape the folder of a .pc file.
if(tool VERSION_GREATER_EQUAL 1)
    folders(blank "${BINARY}/my own prefix" lib include)
    folders(blank_libraries "${BINARY}/blank_libraries" "my lib" include)
endif()
