# apideck::compiled: the library compiled once instead of in every unit that includes it.
#
#   target_link_libraries(program PRIVATE apideck::compiled)   # instead of apideck::apideck
#
# It is a target of the project that uses it, from a source tree and from an installed package
# alike, and is built only where something links it. So it has the compiler, the flags and the Boost
# of that project: no installed binary could promise that. All units of one program must agree, so
# whatever links it gets APIDECK_SEPARATE_COMPILATION too.
if(NOT TARGET apideck_compiled)
    add_library(apideck_compiled STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/sources/apideck.cpp")
    add_library(apideck::compiled ALIAS apideck_compiled)
    target_link_libraries(apideck_compiled PUBLIC apideck::apideck)
    target_compile_definitions(apideck_compiled PUBLIC APIDECK_SEPARATE_COMPILATION)
    set_target_properties(apideck_compiled PROPERTIES CXX_SCAN_FOR_MODULES OFF)
    # More sections than MSVC puts into an object file by itself.
    target_compile_options(apideck_compiled PRIVATE $<$<CXX_COMPILER_ID:MSVC>:/bigobj>)
endif()
