# Installs the headers and what find_package and pkg-config need. Nothing is built for it, and nothing
# installed depends on the machine: CMake files go below share/.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# All of it is for building: a project that has apideck as a part can leave it out of what it ships.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME apideck_development)

set(package_dir ${CMAKE_INSTALL_DATADIR}/cmake/apideck)

install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Two files, for find_package(apideck COMPONENTS models) includes the first alone.
install(TARGETS apideck_models EXPORT apideckModelsTargets
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS apideck EXPORT apideckTargets)
install(EXPORT apideckModelsTargets NAMESPACE apideck:: DESTINATION ${package_dir})
install(EXPORT apideckTargets NAMESPACE apideck:: DESTINATION ${package_dir})

configure_package_config_file(cmake/apideckConfig.cmake.in apideckConfig.cmake
    INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)

# Before 1.0 a new minor version may break its users.
if(PROJECT_VERSION_MAJOR EQUAL 0)
    set(compatibility SameMinorVersion)
else()
    set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file(apideckConfigVersion.cmake
    COMPATIBILITY ${compatibility} ARCH_INDEPENDENT)

install(
    FILES
        ${PROJECT_BINARY_DIR}/apideckConfig.cmake
        ${PROJECT_BINARY_DIR}/apideckConfigVersion.cmake
        cmake/dependencies.cmake
        cmake/compiled.cmake
    DESTINATION ${package_dir})
install(FILES cmake/sources/apideck.cpp cmake/sources/testing.cpp DESTINATION ${package_dir}/sources)

include(cmake/pkgconfig.cmake)
