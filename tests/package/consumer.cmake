# What each consumer builds: the program header-only, and with COMPILED also with the library
# compiled once.
add_executable(program ../main.cpp)
target_link_libraries(program PRIVATE apideck::apideck)

if(COMPILED)
    add_executable(program_compiled ../main.cpp)
    target_link_libraries(program_compiled PRIVATE apideck::compiled)
endif()

# The library asks for C++20 and for nothing else.
get_target_property(options apideck::apideck INTERFACE_COMPILE_OPTIONS)
get_target_property(definitions apideck::apideck INTERFACE_COMPILE_DEFINITIONS)
get_target_property(features apideck::apideck INTERFACE_COMPILE_FEATURES)
if(options OR definitions OR NOT features STREQUAL "cxx_std_20")
    message(FATAL_ERROR "apideck::apideck imposes ${options} ${definitions} ${features}")
endif()
