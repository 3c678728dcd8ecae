// What a text of a stranger's may take.

#include "../../support/catch.hpp"
#include "../../support/refusing_system.hpp"

#include <apideck/json/decode.hpp>
#include <apideck/models/error_responses.hpp>

#include <string>

using namespace apideck;
using namespace apideck::tests;

TEST_CASE("a value full of numbers out of range is refused once, whatever its size")
{
    std::string text = R"({"detail":[1e999)";
    for (int i = 0; i != 100'000; ++i)
        text += ",1e999";
    text += "]}";
    // Less than a refusal of each would take, more than the value itself.
    no_memory_for const blocks(6'000'000);
    auto const read = json::decode_text<UnexpectedErrorResponse>(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().pointer == "/detail");
    CHECK(read.error().found == "one beyond");
}
