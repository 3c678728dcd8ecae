#include <apideck/detail/base64.hpp>

#include <tests/support/catch.hpp>

#include <string>
#include <string_view>

using namespace apideck::detail;

namespace {

struct row {
    std::string_view bytes;
    std::string_view padded;
    std::string_view url;
};

// Those of RFC 4648 section 10, and every digit there is.
constexpr row rows[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {{"\x00\x10\x83\x10\x51\x87\x20\x92\x8b\x30\xd3\x8f\x41\x14\x93\x51"
      "\x55\x97\x61\x96\x9b\x71\xd7\x9f\x82\x18\xa3\x92\x59\xa7\xa2\x9a"
      "\xab\xb2\xdb\xaf\xc3\x1c\xb3\xd3\x5d\xb7\xe3\x9e\xbb\xf3\xdf\xbf",
         48},
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"},
};

} // namespace

TEST_CASE("bytes are written in base64, with padding and the digits + and /", "[base64]")
{
    for (auto const& [bytes, padded, url] : rows)
        CHECK(encode_base64(bytes) == padded);
}

TEST_CASE("bytes are written in base64url, without padding and with the digits - and _", "[base64]")
{
    for (auto const& [bytes, padded, url] : rows)
        CHECK(encode_base64url(bytes) == url);
}

TEST_CASE("base64url is read back", "[base64]")
{
    for (auto const& [bytes, padded, url] : rows)
        CHECK(decode_base64url(url) == bytes);
}

TEST_CASE("what is no base64url is nothing", "[base64]")
{
    for (std::string_view const text : {"Z", "Zm9vY", "Zg==", "+_", "/-", "Z g", "Zm9v\n"}) {
        CAPTURE(text);
        CHECK_FALSE(decode_base64url(text));
    }
}
