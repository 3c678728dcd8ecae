# Boost.JSON where Boost came as headers alone: compiled once in the project that links apideck::models.
# A program that includes <boost/json/src.hpp> itself may go on doing so: nothing of this is linked then.
if(NOT TARGET Boost::json)
    if(NOT TARGET apideck_boost_json)
        add_library(apideck_boost_json STATIC EXCLUDE_FROM_ALL
            "${CMAKE_CURRENT_LIST_DIR}/sources/boost_json.cpp")
        target_link_libraries(apideck_boost_json PUBLIC Boost::headers)
        target_compile_features(apideck_boost_json PRIVATE cxx_std_20)
        set_target_properties(apideck_boost_json PROPERTIES
            POSITION_INDEPENDENT_CODE ON CXX_SCAN_FOR_MODULES OFF)
        # No library of Boost's is asked for by a pragma.
        target_compile_definitions(apideck_boost_json PUBLIC BOOST_JSON_NO_LIB)
    endif()
    target_link_libraries(apideck::models INTERFACE apideck_boost_json)
endif()
