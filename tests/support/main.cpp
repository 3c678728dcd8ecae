// Only where the system's Catch2 2.13 comes without its compiled main.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
