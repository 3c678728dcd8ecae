#include <apideck/src.hpp>
