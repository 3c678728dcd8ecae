// The program of someone who uses the library: it encodes a session and prints it.
#include <apideck/json/encode.hpp>
#include <apideck/models/session.hpp>

#include <iostream>

int main()
{
    apideck::Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";

    auto const text = apideck::json::encode(session);
    if (!text)
        return 1;
    std::cout << *text << '\n';
    return *text == R"({"redirect_uri":"https://mysaas.com/dashboard"})" ? 0 : 1;
}
