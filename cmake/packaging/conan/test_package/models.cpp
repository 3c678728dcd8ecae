#include <apideck/models.hpp>

#include <iostream>

int main()
{
    apideck::Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";
    auto const text = apideck::json::encode(session);
    std::cout << (text ? *text : text.error().reason) << '\n';
    return text ? 0 : 1;
}
