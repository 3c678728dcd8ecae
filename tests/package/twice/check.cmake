# Configures a program that brings apideck twice, in each two ways and in each order.
foreach(apart OFF ON)
    foreach(ways
            "find_package;find_package" "find_package;add_subdirectory" "find_package;FetchContent"
            "add_subdirectory;find_package" "add_subdirectory;add_subdirectory" "add_subdirectory;FetchContent"
            "FetchContent;find_package" "FetchContent;add_subdirectory"
            "models;find_package" "models;add_subdirectory" "find_package;models" "add_subdirectory;models")
        file(REMOVE_RECURSE "${BINARY}")
        execute_process(
            COMMAND "${CMAKE_COMMAND}" --no-warn-unused-cli -S "${CMAKE_CURRENT_LIST_DIR}" -B "${BINARY}"
                -G "${GENERATOR}" -C "${INHERITED}" "-Dapideck_ROOT=${INSTALLED}" "-DAPIDECK_SOURCE_DIR=${SOURCE}"
                "-DWAYS=${ways}" -DAPART=${apart}
            RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
        if(failed OR output MATCHES "CMake (Warning|Error)")
            message(SEND_ERROR "${ways}, in folders of their own: ${apart}:\n${output}")
        endif()
    endforeach()
endforeach()
