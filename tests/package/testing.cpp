// What of apideck/testing a program compiles once that links apideck::compiled.
#include <apideck/testing/src.hpp>
