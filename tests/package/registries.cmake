# What is for programs that are built without CMake, and for package managers.

# pkg-config says what the compiler needs.
find_program(PKG_CONFIG_EXECUTABLE NAMES pkg-config pkgconf)
if(PKG_CONFIG_EXECUTABLE AND NOT MSVC)
    # package_pkg_config(<name> <prefix> <folder of libraries> <option>...)
    function(package_pkg_config name prefix folder)
        add_test(NAME package.${name}
            COMMAND ${CMAKE_COMMAND} -D COMPILER=${CMAKE_CXX_COMPILER} -D PREFIX=${prefix} -D FOLDER=${folder}
                -D CMAKE_SHARED_LIBRARY_SUFFIX=${CMAKE_SHARED_LIBRARY_SUFFIX}
                -D PKG_CONFIG=${PKG_CONFIG_EXECUTABLE} -D VERSION=${PROJECT_VERSION}
                -D SOURCE=${CMAKE_CURRENT_SOURCE_DIR} -D BINARY=${CMAKE_CURRENT_BINARY_DIR}/${name}
                ${ARGN} -P ${CMAKE_CURRENT_SOURCE_DIR}/pkg_config.cmake)
    endfunction()
    package_pkg_config(pkg_config ${moved} ${CMAKE_INSTALL_LIBDIR})
    package_test(pkg_config FIXTURES_REQUIRED package_moved)

    add_test(NAME package.pkg_config_folders
        COMMAND ${CMAKE_COMMAND} ${configuring} -D BINARY=${CMAKE_CURRENT_BINARY_DIR}/pkg_config_folders
            -D PKG_CONFIG=${PKG_CONFIG_EXECUTABLE} -P ${CMAKE_CURRENT_SOURCE_DIR}/pkg_config_folders.cmake)
    package_test(pkg_config_folders)
endif()

# The vcpkg port: its steps, and consumers of what they install.
set(vcpkg ${CMAKE_CURRENT_BINARY_DIR}/vcpkg_packages)
add_test(NAME package.vcpkg_port
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR} -D VERSION=${PROJECT_VERSION}
        -D PREFIX=${vcpkg} -D BINARY=${CMAKE_CURRENT_BINARY_DIR}/vcpkg_build
        -D COMPILER=${CMAKE_CXX_COMPILER} -D GENERATOR=${CMAKE_GENERATOR}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/vcpkg/check.cmake)
package_test(vcpkg_port FIXTURES_SETUP package_vcpkg)
foreach(config Debug Release)
    string(TOLOWER ${config} name)
    package_consumer(vcpkg_consumer_${name} find_package -Dapideck_ROOT=${vcpkg} -DAPIDECK_PREFIX=${vcpkg}
        -DCMAKE_BUILD_TYPE=${config} ${programs})
    package_test(vcpkg_consumer_${name} FIXTURES_REQUIRED package_vcpkg)
endforeach()
if(COMMAND package_pkg_config)
    package_pkg_config(vcpkg_pkg_config_debug ${vcpkg} debug/lib -D MODELS_ALONE=ON)
    package_test(vcpkg_pkg_config_debug FIXTURES_REQUIRED package_vcpkg)
    package_pkg_config(vcpkg_pkg_config_release ${vcpkg} lib -D MODELS_ALONE=ON)
    package_test(vcpkg_pkg_config_release FIXTURES_REQUIRED package_vcpkg)
endif()

# The port by vcpkg's own tool, where it is here.
find_program(VCPKG_EXECUTABLE vcpkg HINTS ENV VCPKG_ROOT)
if(VCPKG_EXECUTABLE AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
    file(REAL_PATH ${VCPKG_EXECUTABLE} vcpkg_root)
    cmake_path(GET vcpkg_root PARENT_PATH vcpkg_root)
    set(triplet "${CMAKE_SYSTEM_PROCESSOR}-linux")
    string(REPLACE x86_64 x64 triplet ${triplet})
    string(REPLACE aarch64 arm64 triplet ${triplet})
    foreach(config Debug Release)
        string(TOLOWER vcpkg_tool_${config} name)
        add_test(NAME package.${name}
            COMMAND ${CMAKE_COMMAND} ${configuring} -D VERSION=${PROJECT_VERSION} -D CONFIG=${config}
                -D BINARY=${CMAKE_CURRENT_BINARY_DIR}/${name} -D ROOT=${vcpkg_root} -D TRIPLET=${triplet}
                -P ${CMAKE_CURRENT_SOURCE_DIR}/vcpkg/tool.cmake)
        package_test(${name} RESOURCE_LOCK vcpkg_tool)
    endforeach()
else()
    message(STATUS "No test of the port by vcpkg itself: no vcpkg on the PATH or in VCPKG_ROOT")
endif()

# The Conan recipe: its steps, with a stand-in for Conan.
find_package(Python3 3.9 QUIET COMPONENTS Interpreter)
if(Python3_FOUND)
    add_test(NAME package.conan_recipe
        COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/conan/check.py
            ${PROJECT_SOURCE_DIR} ${PROJECT_VERSION} ${CMAKE_CURRENT_BINARY_DIR}/conan)
    package_test(conan_recipe)
else()
    message(STATUS "No test of the Conan recipe: it needs Python 3.9")
endif()

# The recipe by Conan itself, where it is here, with the machine's Boost and OpenSSL in packages of their own.
find_program(CONAN_EXECUTABLE conan)
get_target_property(boost_headers Boost::headers INTERFACE_INCLUDE_DIRECTORIES)
if(CONAN_EXECUTABLE AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
    add_test(NAME package.conan_tool
        COMMAND ${CMAKE_COMMAND} ${configuring} -D BINARY=${CMAKE_CURRENT_BINARY_DIR}/conan_tool
            -D CONAN=${CONAN_EXECUTABLE} -D COMPILER=${CMAKE_CXX_COMPILER} -D VERSION=${PROJECT_VERSION}
            -D BOOST_VERSION=${Boost_VERSION_STRING} -D BOOST_HEADERS=${boost_headers}
            -D BOOST_LIBRARY=$<TARGET_FILE:Boost::json> -D OPENSSL_VERSION=${OPENSSL_VERSION}
            -P ${CMAKE_CURRENT_SOURCE_DIR}/conan/tool.cmake)
    package_test(conan_tool)
else()
    message(STATUS "No test of the recipe by Conan itself: no conan on the PATH")
endif()
