# Stand-ins for vcpkg's functions: they do what its documentation says of them, for both configurations,
# and fail for arguments that the port does not need.
set(folder_Release ${PREFIX})
set(folder_Debug ${PREFIX}/debug)

function(vcpkg_cmake_configure)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
    foreach(config Debug Release)
        execute_process(
            COMMAND ${CMAKE_COMMAND} -S ${arg_SOURCE_PATH} -B ${BINARY}/${config} -G ${GENERATOR} ${arg_OPTIONS}
                -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${config}
                -DCMAKE_INSTALL_PREFIX=${folder_${config}} -DCMAKE_INSTALL_LIBDIR=lib
            OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
endfunction()

function(vcpkg_cmake_install)
    foreach(config Debug Release)
        execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY}/${config} --config ${config} --target install
            OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    endforeach()
endfunction()

# Moves the CMake files to share/<package>, one folder up. Those of the debug build stay below debug/share,
# for the port to remove.
function(vcpkg_cmake_config_fixup)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
    foreach(config Debug Release)
        set(to ${folder_${config}}/share/${arg_PACKAGE_NAME})
        file(RENAME ${folder_${config}}/${arg_CONFIG_PATH} ${to})
        file(REMOVE_RECURSE ${folder_${config}}/share/cmake)
    endforeach()
    file(GLOB files ${to}/*.cmake)
    set(up [[get_filename_component(_IMPORT_PREFIX "${_IMPORT_PREFIX}" PATH)]])
    foreach(file IN LISTS files)
        file(READ ${file} text)
        string(REPLACE "\${CMAKE_CURRENT_LIST_DIR}/../../../" "\${CMAKE_CURRENT_LIST_DIR}/../../" text "${text}")
        string(REPLACE "${up}\n${up}\n${up}\n" "${up}\n${up}\n" text "${text}")
        file(WRITE ${file} "${text}")
    endforeach()
endfunction()

# The headers and share/ of a debug build are those of the release.
function(vcpkg_fixup_pkgconfig)
    file(GLOB_RECURSE files ${PREFIX}/*.pc)
    foreach(file IN LISTS files)
        file(READ ${file} text)
        cmake_path(IS_PREFIX folder_Debug ${file} debug)
        set(folder ${folder_Release})
        if(debug)
            set(folder ${folder_Debug})
            string(REPLACE "\${prefix}/include" "\${prefix}/../include" text "${text}")
        endif()
        cmake_path(GET file PARENT_PATH from)
        cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${from})
        string(REGEX REPLACE "^prefix=[^\n]*" "prefix=\${pcfiledir}/${folder}" text "${text}")
        file(WRITE ${file} "${text}")
    endforeach()
endfunction()

function(vcpkg_install_copyright)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
    file(INSTALL ${arg_FILE_LIST} DESTINATION ${PREFIX}/share/${PORT} RENAME copyright)
endfunction()
