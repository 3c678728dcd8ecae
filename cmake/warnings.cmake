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

# Besides, what users' builds may ask for that don't take our headers for the system's. Of Clang's
# -Weverything is off what can't be had at all, or not together with its opposite:
set(apideck_not_everything
    c++98-compat c++98-compat-pedantic          # this is C++20
    padded                                      # members stand in the order in which they are read
    weak-vtables                                # header-only
    ctad-maybe-unsupported                      # the standard library's lock_guard, which means to
    global-constructors exit-time-destructors   # the id of an Asio service is an object, by Asio's design
    used-but-marked-unused                      # OpenSSL's own inline functions
    switch-default                              # the opposite of covered-switch-default
    shadow-uncaptured-local                     # x = std::move(x) in a capture
    nrvo                                        # what a compiler does not optimize is no defect
    # Experiments of Clang 20 and later.
    unsafe-buffer-usage lifetime-safety lifetime-safety-suggestions lifetime-safety-dangling-field
    lifetime-safety-intra-tu-suggestions lifetime-safety-cross-tu-suggestions
    lifetime-safety-intra-tu-constructor-suggestions lifetime-safety-cross-tu-constructor-suggestions
    lifetime-safety-experimental-invalidation lifetime-safety-experimental-field-origin-escape)
function(apideck_all_warnings target)
    apideck_warnings(${target})
    if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
        list(TRANSFORM apideck_not_everything PREPEND -Wno- OUTPUT_VARIABLE off)
        target_compile_options(${target} PRIVATE -Weverything -Wno-unknown-warning-option ${off})
    elseif(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        target_compile_options(${target} PRIVATE -Wold-style-cast -Wuseless-cast
            -Wzero-as-null-pointer-constant -Wswitch-enum -Wimplicit-fallthrough)
    endif()
endfunction()
