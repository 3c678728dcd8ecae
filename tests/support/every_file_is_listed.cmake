# Fails for a tests/**/*.cpp that no list of tests names: it would never run.
file(STRINGS "${LISTED}" listed ENCODING UTF-8)
file(GLOB_RECURSE present "${TESTS}/*.cpp")

set(forgotten ${present})
list(REMOVE_ITEM forgotten ${listed})
if(forgotten)
    list(JOIN forgotten "\n  " forgotten)
    message(FATAL_ERROR "No list in tests/ has\n  ${forgotten}\n"
        "Add it to an apideck_test() in tests/CMakeLists.txt (a case of compile_fail to its own list).")
endif()
list(LENGTH present count)
message(STATUS "${count} files, all listed")
