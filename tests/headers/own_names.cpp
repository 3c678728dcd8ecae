// A program whose own names are those of the SDK's functions, found by the types of its own that it passes,
// or in the global namespace by those of OpenSSL. Whoever takes one of them does not compile.

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <ctime>
#include <string>

void subject_of(X509*) = delete;
void expect_host(SSL*, std::string const&) = delete;
void load_system_roots(SSL_CTX*) = delete;
void begun_at(SSL_SESSION&) = delete;
void is_single_use(SSL_SESSION&) = delete;
void is_over(SSL_SESSION&, std::time_t) = delete;
void ticket_of(SSL_SESSION&) = delete;
void set_serial(X509&) = delete;
void add_extension(X509&, X509&, int, std::string const&) = delete;

#include <everything.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace program {

namespace asio = boost::asio;

/// A completion token, a model and a transport.
struct token {};
BOOST_DEFINE_ENUM_CLASS(colour, red)
struct model {
    std::optional<std::vector<std::string>> texts{};
    apideck::json::open_enum<colour> enumerated{colour::red};
};
BOOST_DESCRIBE_STRUCT(model, (), (texts, enumerated))
class transport : public apideck::testing::scripted_transport {
public:
    using scripted_transport::scripted_transport;
};

// Of apideck::detail, apideck::core and apideck: what is passed a token, or its handler.
template <class Client>
void create_session(Client const&, apideck::Session const&, apideck::call_options const&, token&&) = delete;
template <class Client>
void create_session(Client const&, apideck::Session const&, token&&) = delete;
template <class Client>
void create_session(Client const&, std::nullopt_t, apideck::call_options const&, token&&) = delete;
template <class Client>
void create_session(Client const&, std::nullopt_t, token&&) = delete;
struct handler {
    bool* called;
    void operator()(apideck::create_session_result const&) const { *called = true; }
};
template <class Signature>
void erase(handler&&, asio::any_io_executor const&) = delete;
void safe_to_erase(handler&&) = delete;

// Of apideck::json and its detail: what is passed a model or an enumerator.
void encode_to(std::string&, model const&) = delete;
void decode_to(model&, std::string_view, apideck::json::reading) = delete;
void write(apideck::json::writer&, model const&, apideck::json::path const&) = delete;
void write_object(apideck::json::writer&, model const&, apideck::json::path const&) = delete;
void print_value(std::ostream&, apideck::json::open_enum<colour> const&) = delete;
void for_each_member(auto&&...) = delete;

} // namespace program

template <class Signature>
class boost::asio::async_result<program::token, Signature> {
public:
    template <class Initiation, class... Arguments>
    static void initiate(Initiation&&, program::token&&, Arguments&&...)
    {}
};

/// Compiles what takes the program's types.
bool use_own_names()
{
    boost::asio::io_context context;
    apideck::basic_client<program::transport> const client(context, {});
    bool called = false;
    apideck::Session const session;
    apideck::call_options const options;
    client.vault.sessions.create(session, options, program::handler{&called});
    client.vault.sessions.create(session, program::token());
    client.vault.sessions.create(session, options, program::token());
    client.vault.sessions.create(std::nullopt, program::token());
    client.vault.sessions.create(std::nullopt, options, program::token());
    client.vault.sessions.create(program::token());
    context.run();

    std::string const text = apideck::json::encode(program::model()).value();
    std::ostringstream out;
    apideck::json::print(out, apideck::json::decode_text<program::model>(text).value());
    return called;
}
