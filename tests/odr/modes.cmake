# Header-only and compiled apart in one program: the linker refuses it, each linker that the compiler takes,
# and says why. Many units of one mode link, and so do a program and a shared library of two modes.
file(REMOVE_RECURSE "${SCRATCH}")
file(STRINGS "${OPTIONS}" options ENCODING UTF-8)
list(REMOVE_ITEM options -fsyntax-only)
list(APPEND options -fPIC)

function(unit mode name)
    file(WRITE "${SCRATCH}/${name}.cpp" "#include <apideck/attempt.hpp>\nint ${name}() { return 0; }\n")
    execute_process(
        COMMAND "${COMPILER}" ${options} ${ARGN} -c "${SCRATCH}/${name}.cpp" -o "${SCRATCH}/${mode}_${name}.o"
        COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# links(<yes or no> <option>... <object>...)
function(links expected)
    execute_process(COMMAND "${COMPILER}" ${linker} ${ARGN} -o "${SCRATCH}/out"
        WORKING_DIRECTORY "${SCRATCH}"
        RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(expected STREQUAL yes AND failed)
        message(SEND_ERROR "${linker} refuses ${ARGN}:\n${output}")
    elseif(expected STREQUAL no AND NOT failed)
        message(SEND_ERROR "${linker} takes ${ARGN}")
    elseif(expected STREQUAL no AND NOT output MATCHES
            "apideck_[0-9.]+_is_header_only_in_one_unit_and_compiled_apart_in_another")
        message(SEND_ERROR "${linker} refuses ${ARGN}, but does not say why:\n${output}")
    endif()
endfunction()

foreach(optimization -O0 -O2 -flto)
    foreach(name one main)
        unit(header_only ${name} ${optimization})
        unit(apart ${name} ${optimization} -DAPIDECK_SEPARATE_COMPILATION)
    endforeach()
    foreach(linker "" -fuse-ld=bfd -fuse-ld=gold -fuse-ld=lld -fuse-ld=mold)
        # Without apideck, whether there is such a linker, which reads what this compiler makes by -flto.
        file(WRITE "${SCRATCH}/plain.cpp" "int main() {}\n")
        execute_process(COMMAND "${COMPILER}" ${linker} ${optimization} plain.cpp -o plain
            WORKING_DIRECTORY "${SCRATCH}" RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
        if(failed)
            continue()
        endif()
        message(STATUS "${optimization} ${linker}")
        links(yes ${optimization} header_only_one.o header_only_main.o)
        links(yes ${optimization} apart_one.o apart_main.o)
        links(no ${optimization} header_only_one.o apart_main.o)
        links(no ${optimization} apart_one.o header_only_main.o)
        links(yes ${optimization} -shared apart_one.o)
        file(RENAME "${SCRATCH}/out" "${SCRATCH}/libapart.so")
        links(yes ${optimization} header_only_one.o header_only_main.o -L. -Wl,--no-as-needed -lapart)
    endforeach()
endforeach()
