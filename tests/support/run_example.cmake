# Runs PROGRAM with the file INPUT as its standard input, which ctest would else leave to the terminal.
execute_process(COMMAND ${PROGRAM} INPUT_FILE ${INPUT} COMMAND_ERROR_IS_FATAL ANY)
