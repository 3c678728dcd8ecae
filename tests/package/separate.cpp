// What a program compiles once that builds without CMake and defines APIDECK_SEPARATE_COMPILATION.
#include <apideck/src.hpp>
#include <apideck/testing/src.hpp>
