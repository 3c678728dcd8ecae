# What each consumer builds, and run_programs.cmake runs: a session created against the mock, with the
# library and its testing headers header-only and compiled once, and the models alone.
add_executable(program ../create_session.cpp)
target_link_libraries(program PRIVATE apideck::apideck)
if(MSVC)
    target_compile_options(program PRIVATE /bigobj)
endif()

add_executable(program_compiled ../create_session.cpp)
target_link_libraries(program_compiled PRIVATE apideck::testing)

add_executable(program_models ../models.cpp)
target_link_libraries(program_models PRIVATE apideck::models)

# The targets that Conan generates have options that are empty, and the standard is its profile's.
if(APIDECK_BY_CONAN)
    return()
endif()

# The library asks for C++20 and for nothing else.
foreach(target apideck::apideck apideck::models)
    foreach(property COMPILE_OPTIONS COMPILE_DEFINITIONS LINK_OPTIONS PRECOMPILE_HEADERS SOURCES)
        get_target_property(imposed ${target} INTERFACE_${property})
        if(imposed)
            message(FATAL_ERROR "${target} imposes ${property}: ${imposed}")
        endif()
    endforeach()
endforeach()
get_target_property(features apideck::models INTERFACE_COMPILE_FEATURES)
if(NOT features STREQUAL "cxx_std_20")
    message(FATAL_ERROR "apideck::models asks for ${features}")
endif()
