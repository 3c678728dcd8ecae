# -DAPIDECK_SANITIZE=address,undefined or =thread, for our tests, examples and their runtime only.
set(APIDECK_SANITIZE "" CACHE STRING "Sanitizers for the tests and examples: address,undefined or thread")

function(apideck_sanitize target)
    if(NOT APIDECK_SANITIZE)
        return()
    endif()
    target_compile_options(${target} PRIVATE
        -fsanitize=${APIDECK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${APIDECK_SANITIZE})
    # Asio's fences are invisible to ThreadSanitizer, and GCC says so for each.
    if(APIDECK_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(${target} PRIVATE -Wno-tsan)
    endif()
endfunction()
