// It calls the client through a library that hides it, and sees that nothing is sent to no URL.
#include "../../support/without_exceptions.hpp"

#include <iostream>

int main()
{
    auto const said = apideck::tests::create_session_without_exceptions({"not a URL", {}});
    std::cout << said << '\n';
    return said.find("server_url") == std::string::npos ? 1 : 0;
}
