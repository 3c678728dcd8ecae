# Installs apideck.pc and apideck-models.pc, for programs that are built without CMake. They lie below
# the folder of libraries and name it, so that Boost is taken from there if it has the same prefix.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# A blank or a quote in a value ends it, unless it is escaped.
function(pkgconfig_value variable path)
    string(REGEX REPLACE "([ '\"])" "\\\\\\1" path "${path}")
    set(${variable} "${path}" PARENT_SCOPE)
endfunction()

# Relative to the .pc file itself, so that all may be moved together; an absolute folder stays where it is.
if(IS_ABSOLUTE "${pkgconfig_dir}")
    pkgconfig_value(pkgconfig_prefix "${CMAKE_INSTALL_PREFIX}")
else()
    cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}/${pkgconfig_dir}"
        OUTPUT_VARIABLE pkgconfig_prefix)
    set(pkgconfig_prefix "\${pcfiledir}/${pkgconfig_prefix}")
endif()
foreach(folder libdir includedir)
    string(TOUPPER CMAKE_INSTALL_${folder} installed)
    pkgconfig_value(pkgconfig_${folder} "${${installed}}")
    if(NOT IS_ABSOLUTE "${${installed}}")
        string(PREPEND pkgconfig_${folder} "\${prefix}/")
    endif()
endforeach()

# install_pc(<name> <description> <requires> <flags> <libs>)
function(install_pc name description requires flags libs)
    configure_file(cmake/apideck.pc.in ${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${pkgconfig_dir})
endfunction()

set(system_libs "")
if(WIN32)
    set(system_libs " -lcrypt32 -lws2_32 -lmswsock")
elseif(APPLE)
    set(system_libs " -framework Security -framework CoreFoundation")
endif()
install_pc(apideck "${PROJECT_DESCRIPTION}" "apideck-models = ${PROJECT_VERSION}, openssl >= 3"
    "-pthread" "-pthread${system_libs}")
install_pc(apideck-models "${PROJECT_DESCRIPTION}: the models and their JSON alone" "" "" "-lboost_json")
