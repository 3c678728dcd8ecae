// Settings of Asio and OpenSSL that a program may have: Asio's names in a namespace of their version, none of
// the executors of the Networking TS, and nothing that OpenSSL has deprecated.
#define BOOST_ASIO_ENABLE_VERSION_NAMESPACE
#define BOOST_ASIO_NO_TS_EXECUTORS
#define OPENSSL_NO_DEPRECATED
#include <everything.hpp>
