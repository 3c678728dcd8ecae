// With two.cpp, two units of one program that include everything and use it, header-only.
#include "create.hpp"

#include <iostream>
#include <string_view>

bool use_own_names(); // headers/own_names.cpp

int main()
{
    int failures = 0;
    auto const check = [&](std::string_view what, auto const& is, auto const& should_be) {
        if (is == should_be)
            return;
        std::cerr << what << '\n';
        ++failures;
    };
    std::string const here = create();
    std::string const there = two::create_there();
    check("in this unit: " + here, here, "created");
    check("in the other unit: " + there, there, "created");
    check("a handler of the program's own type is not called", use_own_names(), true);
    check("a function exists twice", two::address_of_message(), &apideck::error::message);
    return failures;
}
