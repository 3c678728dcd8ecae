// JSON that a server or a person wrote, read as each model: the first byte of the first line says
// which model.

#include "json_values.hpp"

#include <apideck/error.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/json/print.hpp>
#include <apideck/models/session.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/error_code.hpp>

#include <sstream>
#include <string>
#include <string_view>

namespace {

using namespace apideck;
using json::reading;

/// What stands at a pointer, and nothing where nothing does.
boost::json::value const* find(boost::json::value const& document, std::string const& pointer)
{
    boost::system::error_code ec;
    return document.find_pointer(pointer, ec);
}

std::string_view kind_of(boost::json::value const& v)
{
    switch (v.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "boolean";
    case boost::json::kind::string: return "string";
    case boost::json::kind::array: return "array";
    case boost::json::kind::object: return "object";
    default: return "number";
    }
}

/// Whether all numbers are finite: Boost.JSON reads 1e999 as infinity, which can't be written.
bool is_finite(boost::json::value const& v)
{
    if (auto const* number = v.if_double())
        return std::isfinite(*number);
    if (auto const* array = v.if_array())
        return std::ranges::all_of(*array, is_finite);
    if (auto const* object = v.if_object())
        return std::ranges::all_of(*object, [](auto const& item) { return is_finite(item.value()); });
    return true;
}

/// An error says where something stands, and what kind of thing.
void check_error(boost::json::value const& document, json::decode_error const& e)
{
    FUZZ_CHECK(!e.expected.empty() && !e.found.empty());
    FUZZ_CHECK(fuzz::is_pointer(e.pointer));
    auto const* there = find(document, e.pointer);
    if (e.found == "nothing") {
        FUZZ_CHECK(!there);
        auto const* above = find(document, e.pointer.substr(0, e.pointer.rfind('/')));
        FUZZ_CHECK(above && above->is_object());
    } else if (e.found == "one beyond") {
        FUZZ_CHECK(there); // or the first of a name that is there twice
    } else {
        FUZZ_CHECK(there);
        // The first of a name counts as an unknown one, the last as the document's.
        FUZZ_CHECK(kind_of(*there) == e.found || e.expected == "no member of this name");
    }
}

template <class Model>
void check(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = json::max_depth;
    boost::system::error_code syntax;
    auto const document = boost::json::parse({text.data(), text.size()}, syntax, {}, options);
    auto const answer = json::decode_text<Model>(text);
    if (syntax) {
        FUZZ_CHECK(!answer && answer.error().pointer.empty());
        return;
    }
    FUZZ_CHECK(is_finite(document) || !json::decode_text<boost::json::value>(text));
    auto const strict = json::decode_text<Model>(text, reading::document);
    auto const lenient = json::decode_text<Model>(text, reading::lenient);
    if (!strict)
        check_error(document, strict.error());
    if (!lenient)
        check_error(document, lenient.error());
    if (!answer) {
        FUZZ_CHECK(!strict);
        check_error(document, answer.error());
        return;
    }
    FUZZ_CHECK(lenient && fuzz::same_model(*answer, *lenient));
    FUZZ_CHECK(!strict || fuzz::same_model(*answer, *strict));

    std::ostringstream printed;
    printed << *answer;
    FUZZ_CHECK(!printed.view().empty());

    auto const encoded = json::encode(*answer);
    FUZZ_CHECK(encoded);
    auto const again = json::decode_text<Model>(*encoded, reading::document);
    FUZZ_CHECK(again && fuzz::same_model(*again, *answer));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::as_text(data, size);
    auto const control = fuzz::take_line(text);
    using check_function = void (*)(std::string_view);
    constexpr check_function models[] = {
        check<Session>,
        check<ConsumerMetadata>,
        check<SessionSettings>,
        check<Theme>,
        check<CreateSessionResponse>,
        check<CreateSessionData>,
        check<UnexpectedErrorResponse>,
        check<DownstreamError>,
        check<BadRequestResponse>,
        check<UnauthorizedResponse>,
        check<PaymentRequiredResponse>,
        check<NotFoundResponse>,
        check<UnprocessableResponse>,
    };
    auto const which = control.empty() ? 0u : static_cast<unsigned char>(control.front() - 'A');
    models[which % std::size(models)](text);
    return 0;
}
