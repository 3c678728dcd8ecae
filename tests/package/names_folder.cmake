# names_folder(<text> <folder> <result>): whether a text of a build system names a folder, or what lies in
# it. A folder called /src is not named by "apideck/src.hpp".
function(names_folder text folder result)
    string(REGEX REPLACE "[][+.*^$?|(){}\\]" "\\\\\\0" folder "${folder}")
    set(${result} FALSE PARENT_SCOPE)
    if(text MATCHES "(^|[ \t\n\"'=:;(<]|-[IL])${folder}($|[^A-Za-z0-9_.-])")
        set(${result} TRUE PARENT_SCOPE)
    endif()
endfunction()
