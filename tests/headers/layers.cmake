# The direction of the layers: what a header of each may not include, itself or by another.
file(STRINGS "${OPTIONS}" options ENCODING UTF-8)
set(failures "")

function(layer name without)
    set(unit "${SCRATCH}/layer_${name}.cpp")
    set(includes "")
    foreach(header IN LISTS ARGN)
        string(APPEND includes "#include \"${header}\"\n")
    endforeach()
    if(includes STREQUAL "")
        message(FATAL_ERROR "the layer ${name} has no headers")
    endif()
    file(WRITE "${unit}" "${includes}")
    execute_process(COMMAND "${COMPILER}" ${options} ${definitions} -M "${unit}"
        OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
    # Whatever the folders above are called, they are no layer.
    string(REPLACE "\\ " " " output "${output}")
    string(REPLACE "${INCLUDE}/" "/" output "${output}")
    string(REPLACE "${SCRATCH}/" "/" output "${output}")
    string(REGEX MATCHALL "[^ \n]*/(${without})[^ \n]*" found "${output}")
    if(found)
        list(GET found 0 first)
        set(failures "${failures}\n  ${name} includes ${first}" PARENT_SCOPE)
    endif()
endfunction()

file(GLOB json "${INCLUDE}/apideck/json/*.hpp")
layer(json "boost/asio|boost/beast|openssl|apideck/(models|core|http|vault|testing)/" ${json})

file(GLOB models "${INCLUDE}/apideck/models/*.hpp")
layer(models "boost/asio|boost/beast|openssl|apideck/(core|http|vault|testing)/"
    ${models} ${INCLUDE}/apideck/models.hpp)

set(http headers.hpp message.hpp proxy_options.hpp transport.hpp transport_options.hpp)
list(TRANSFORM http PREPEND "${INCLUDE}/apideck/http/")
layer(http "boost/beast|openssl|apideck/(core|vault|testing)/" ${http})

file(GLOB https "${INCLUDE}/apideck/http/*.hpp" "${INCLUDE}/apideck/http/detail/*.hpp")
layer(https "apideck/(json|models|core|vault|testing)/" ${https})

file(GLOB core "${INCLUDE}/apideck/core/*.hpp")
layer(core "boost/beast|openssl|apideck/(vault|testing)/" ${core})

file(GLOB vault "${INCLUDE}/apideck/vault/*.hpp")
layer(vault "boost/beast|openssl|apideck/testing/" ${vault})

# What callers include, compiled apart: none of what takes long to compile.
set(definitions -DAPIDECK_SEPARATE_COMPILATION)
layer(apart "boost/beast|openssl/|boost/json/basic_parser|boost/json/(parse|serialize)[.]hpp"
    ${INCLUDE}/apideck.hpp ${INCLUDE}/apideck/testing/mock_vault.hpp
    ${INCLUDE}/apideck/testing/scripted_transport.hpp)

if(failures)
    message(FATAL_ERROR "A layer knows what it must not:${failures}")
endif()
