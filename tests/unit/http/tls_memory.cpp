// What OpenSSL reads from and writes to.

#include "../../support/catch.hpp"
#include "../../support/refusing_system.hpp"

#include <apideck/http/detail/tls_memory.hpp>

#include <openssl/bio.h>

#include <memory>
#include <string>

using namespace apideck;
using namespace apideck::tests;
using http::detail::tls_memory;

namespace {

struct fixture {
    tls_memory memory;
    std::unique_ptr<BIO, decltype(&BIO_free)> bio{memory.make_bio(), &BIO_free};
    std::size_t done = 0;

    bool write(std::string const& text)
    {
        return BIO_write_ex(bio.get(), text.data(), text.size(), &done) == 1;
    }
    std::string read(std::size_t most)
    {
        std::string out(most, '\0');
        if (BIO_read_ex(bio.get(), out.data(), most, &done) != 1)
            done = 0;
        out.resize(done);
        return out;
    }
    std::string output() const
    {
        auto const bytes = memory.output();
        return {static_cast<char const*>(bytes.data()), bytes.size()};
    }
};

} // namespace

TEST_CASE_METHOD(fixture, "what OpenSSL writes is to be sent, until it is consumed")
{
    REQUIRE(write("abc"));
    REQUIRE(write("def"));
    CHECK(output() == "abcdef");
    memory.consume(2);
    CHECK(output() == "cdef");
    REQUIRE(write("g"));
    CHECK(output() == "cdefg");
    memory.consume(5);
    CHECK(output().empty());
}

TEST_CASE_METHOD(fixture, "what was received is read once, and then there is more to wait for")
{
    memory.put(boost::asio::buffer("abcdef", 6));
    CHECK(read(4) == "abcd");
    CHECK(memory.has_unread());
    memory.put(boost::asio::buffer("gh", 2));
    CHECK(read(10) == "efgh");
    CHECK_FALSE(memory.has_unread());
    CHECK(read(1).empty());
    CHECK(BIO_should_retry(bio.get()));
}

TEST_CASE_METHOD(fixture, "where there is no memory OpenSSL is told, and what was there is kept")
{
    REQUIRE(write("abc"));
    std::string const large(100'000, 'x');
    {
        no_memory_for const blocks(50'000);
        CHECK_FALSE(write(large));
        CHECK_FALSE(BIO_should_retry(bio.get()));
    }
    CHECK(output() == "abc");
    CHECK(write(large));
    CHECK(output() == "abc" + large);
}
