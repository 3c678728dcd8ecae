# apideck_runtime: what the tests and the examples share, compiled once: Asio, Beast, apideck and its
# mock Vault. Whatever links it gets the definitions that all units of a program must agree on.
option(APIDECK_TEST_HEADER_ONLY "Run the whole suite with apideck header-only" OFF)
add_library(apideck_runtime STATIC EXCLUDE_FROM_ALL cmake/sources/asio.cpp cmake/sources/beast.cpp)
target_link_libraries(apideck_runtime PUBLIC apideck::apideck)
if(NOT APIDECK_TEST_HEADER_ONLY)
    target_sources(apideck_runtime PRIVATE cmake/sources/apideck.cpp cmake/sources/testing.cpp)
    target_compile_definitions(apideck_runtime PUBLIC APIDECK_SEPARATE_COMPILATION)
endif()
target_compile_definitions(apideck_runtime PUBLIC
    BOOST_ASIO_SEPARATE_COMPILATION
    BOOST_BEAST_SEPARATE_COMPILATION
    # What newer Boost drops must not be needed.
    BOOST_ASIO_NO_DEPRECATED)
apideck_warnings(apideck_runtime)
apideck_sanitize(apideck_runtime)
