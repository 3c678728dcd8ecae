# All that the units OBJECTS define of apideck is in the namespace of its version, so that two versions in one
# process don't take each other's functions.
execute_process(COMMAND ${NM} --defined-only ${OBJECTS} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
if(NOT symbols MATCHES "7apideck[0-9]+${NAMESPACE}")
    message(FATAL_ERROR "no unit defines anything of apideck::${NAMESPACE}")
endif()
string(REGEX MATCHALL "[^ \n]*7apideck[^ \n]*" symbols "${symbols}")
string(LENGTH ${NAMESPACE} length)
list(FILTER symbols EXCLUDE REGEX "7apideck${length}${NAMESPACE}")
if(symbols)
    list(GET symbols 0 first)
    message(FATAL_ERROR "not in apideck::${NAMESPACE}: ${first}")
endif()
