# apideck::compiled: the library compiled once instead of in every unit that includes it.
# apideck::testing: the same for the headers in apideck/testing.
#
#   target_link_libraries(program PRIVATE apideck::compiled)   # instead of apideck::apideck
#
# They are targets of the project that uses them, from a source tree and from an installed package
# alike, and are built only where something links them. So they have the compiler, the flags and the
# Boost of that project: no installed binary could promise that. All units of one program must agree,
# so whatever links them gets APIDECK_SEPARATE_COMPILATION too.
function(apideck_compiled_once name source library)
    if(NOT TARGET apideck_${name})
        add_library(apideck_${name} STATIC EXCLUDE_FROM_ALL
            "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/sources/${source}")
        target_link_libraries(apideck_${name} PUBLIC ${library})
        target_compile_definitions(apideck_${name} PUBLIC APIDECK_SEPARATE_COMPILATION)
        set_target_properties(apideck_${name} PROPERTIES
            CXX_SCAN_FOR_MODULES OFF
            POSITION_INDEPENDENT_CODE ON) # a shared library may link it
        # The bodies need exceptions, whatever the project's own code does without. And they are more
        # sections than MSVC puts into an object file by itself.
        if(MSVC)
            target_compile_options(apideck_${name} PRIVATE /EHsc /bigobj)
        else()
            target_compile_options(apideck_${name} PRIVATE -fexceptions)
        endif()
    endif()
    # Imported, so that a library that links it can be installed and exported: its users find apideck,
    # as they do what else it needs, and build this part for themselves.
    if(NOT TARGET apideck::${name})
        add_library(apideck::${name} INTERFACE IMPORTED GLOBAL)
        target_link_libraries(apideck::${name} INTERFACE apideck_${name})
    endif()
endfunction()

apideck_compiled_once(compiled apideck.cpp apideck::apideck)
apideck_compiled_once(testing testing.cpp apideck::compiled)
