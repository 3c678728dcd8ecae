# Our own targets are compiled with all of this, the library's headers included; users are not.
function(apideck_warnings target)
    if(MSVC)
        target_compile_options(${target} PRIVATE /W4 /permissive- /utf-8 /bigobj)
    else()
        target_compile_options(${target} PRIVATE
            -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor)
    endif()
    # A warning is an error, except where a sanitizer's instrumentation makes GCC guess wrong.
    # `cmake --compile-no-warning-as-error` lifts it for a compiler that we have not met.
    if(NOT APIDECK_SANITIZE)
        set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR ON)
    endif()
endfunction()
