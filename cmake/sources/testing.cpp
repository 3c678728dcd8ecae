#include <apideck/testing/src.hpp>
