# Runs PROGRAM with the list ARGUMENTS and the file INPUT as its standard input, which ctest would else
# leave to the terminal. It must end with STATUS (0) and print each of the TEXTs.
execute_process(COMMAND "${PROGRAM}" ${ARGUMENTS}
    INPUT_FILE "${INPUT}" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
message("${output}${errors}")
if(NOT DEFINED STATUS)
    set(STATUS 0)
endif()
if(NOT status STREQUAL STATUS)
    message(FATAL_ERROR "It ended with ${status}, not with ${STATUS}")
endif()
foreach(text IN LISTS TEXTS)
    string(FIND "${output}${errors}" "${text}" position)
    if(position EQUAL -1)
        message(FATAL_ERROR "It did not print: ${text}")
    endif()
endforeach()
