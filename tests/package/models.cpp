// A program that needs what travels, and no client: it writes a session and reads an answer.
#include <apideck/models.hpp>

#if defined(BOOST_ASIO_VERSION) || defined(BOOST_BEAST_VERSION) || defined(OPENSSL_VERSION_MAJOR)
#error "apideck/models.hpp reaches the network"
#endif

#include <iostream>

int main()
{
    apideck::Session session;
    session.redirect_uri = "https://mysaas.com/dashboard";
    auto const text = apideck::json::encode(session);
    if (!text || *text != R"({"redirect_uri":"https://mysaas.com/dashboard"})")
        return 1;

    auto const answer = apideck::json::decode_text<apideck::CreateSessionResponse>(
        R"({"status_code":200,"status":"OK","data":{"session_uri":"https://vault","session_token":"t"}})");
    if (!answer) {
        std::cerr << answer.error() << '\n';
        return 1;
    }
    std::cout << *text << " -> " << answer->data.session_uri << '\n';
    return answer->data.session_uri == "https://vault" ? 0 : 1;
}
