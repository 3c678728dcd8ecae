// Reading and writing compared with Boost.JSON's DOM, over documents that chance made.

#include <apideck/json/decode.hpp>
#include <apideck/json/encode.hpp>
#include <apideck/models/error_responses.hpp>
#include <apideck/models/session.hpp>

#include <tests/support/catch.hpp>
#include <tests/support/json_dom.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/mp11/list.hpp>

#include <cstddef>
#include <string>

namespace json = apideck::json;
using namespace apideck::tests;
using json::reading;

namespace {

using models = boost::mp11::mp_list<apideck::Session, apideck::CreateSessionResponse,
    apideck::BadRequestResponse>;

} // namespace

TEMPLATE_LIST_TEST_CASE("what is read is what Boost.JSON's DOM says", "[decode]", models)
{
    std::size_t fitting = 0;
    std::size_t others = 0;
    for (unsigned seed = 0; seed != 3000; ++seed) {
        maker make(seed);
        make.odds_ = seed % 3 == 0 ? 0 : 30;
        std::string const text = make.text<TestType>();
        auto const dom = boost::json::parse(text);
        for (auto const how : {reading::answer, reading::document, reading::lenient}) {
            auto const expected = from_dom<TestType>(dom, how);
            auto const read = json::decode_text<TestType>(text, how);
            ++(expected ? fitting : others);
            if (read.has_value() == expected.has_value() && (!read || *read == *expected))
                continue;
            CAPTURE(seed, how, text);
            REQUIRE(read.has_value() == expected.has_value());
            REQUIRE((!read || *read == *expected));
        }
    }
    CHECK(fitting > 1000);
    CHECK(others > 1000);
}

TEMPLATE_LIST_TEST_CASE("what is written is what Boost.JSON's DOM writes", "[encode]", models)
{
    std::size_t compared = 0;
    for (unsigned seed = 0; seed != 500; ++seed) {
        CAPTURE(seed);
        auto const model = json::decode_text<TestType>(maker(seed).text<TestType>());
        if (!model)
            continue;
        ++compared;
        auto const written = json::encode(*model);
        REQUIRE(written);
        CHECK(*written == boost::json::serialize(to_dom(*model)));
    }
    CHECK(compared > 300);
}

TEST_CASE("a cut document is refused wherever it is cut, as Boost.JSON does", "[decode]")
{
    maker make(7);
    std::string const text = make.text<apideck::Session>();
    for (std::size_t size = 0; size != text.size(); ++size) {
        CAPTURE(size);
        auto const read = json::decode_text<apideck::Session>(text.substr(0, size));
        REQUIRE_FALSE(read);
        CHECK(read.error().expected == "valid JSON");
    }
}
