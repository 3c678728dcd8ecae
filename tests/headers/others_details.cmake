# Headers use only what other libraries promise: no name from their `detail`, no header from a folder of that
# kind, and no name that the C++ library keeps for itself.
file(GLOB_RECURSE files ${INCLUDE}/*.hpp ${INCLUDE}/*.ipp)
if(NOT files)
    message(FATAL_ERROR "there are no headers in ${INCLUDE}")
endif()

set(own "^:*(apideck::|APIDECK_VERSION_NAMESPACE::)?((core|http|json|testing|vault)::)?detail")
foreach(file IN LISTS files)
    file(READ ${file} text)
    string(REGEX MATCHALL "[A-Za-z0-9_:]*::(detail|impl|aux)[A-Za-z0-9_:]*" names "${text}")
    list(FILTER names EXCLUDE REGEX "${own}(::|$)")
    string(REGEX MATCHALL "BOOST_[A-Z0-9_]*DETAIL[A-Z0-9_]*|std::(__|_[A-Z])[A-Za-z0-9_]*|__gnu_cxx"
        reserved "${text}")
    string(REGEX MATCHALL "#include <((boost|openssl)/[^>]*(detail|impl|aux_)|bits|ext)/[^>]*>"
        includes "${text}")
    foreach(name IN LISTS names reserved includes)
        message(SEND_ERROR "${file}: ${name}")
    endforeach()
endforeach()
