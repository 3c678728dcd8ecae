// A whole answer, as an error or a session: the first line is the status and how the key is made, then
// come header fields, an empty line and the body. No error repeats the key.

#include "json_values.hpp"

#include <apideck/core/answer.hpp>
#include <apideck/core/redact.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/json/print.hpp>
#include <apideck/models/session.hpp>

#include <boost/json/value.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace apideck;

constexpr std::string_view keys[] = {"sk_live/K3y+=", R"(q"uo\ted)", "aaaaaaaaaaab"};

void check_text(std::string_view text, std::string_view key)
{
    FUZZ_CHECK(text.find(key) == text.npos);
}

void check_json(boost::json::value const& v, std::string_view key)
{
    if (auto const* text = v.if_string())
        check_text(*text, key);
    if (auto const* array = v.if_array())
        for (auto const& item : *array)
            check_json(item, key);
    if (auto const* object = v.if_object())
        for (auto const& [name, item] : *object) {
            check_text(name, key);
            check_json(item, key);
        }
}

void check_error(error const& e, std::string_view key)
{
    check_text(e.message(), key);
    FUZZ_CHECK(e.message().find_first_of("\r\n") == std::string::npos);
    check_text(e.body(), key);
    check_text(e.http()->headers.wire(), key);
    if (auto const document = json::decode_text<boost::json::value>(e.body()))
        check_json(*document, key);
    if (auto const* fields = e.api_fields()) {
        for (auto const* text : {&fields->error, &fields->type_name, &fields->message, &fields->ref})
            check_text(text->value_or(""), key);
        check_json(fields->detail.value_or(nullptr), key);
    }
    if (auto const* wrong = e.get_if<response_validation_error>()) {
        check_text(wrong->found, key);
        FUZZ_CHECK(fuzz::is_pointer(wrong->pointer));
    }
    FUZZ_CHECK(!e.retry_after() || *e.retry_after() >= duration::zero());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::as_text(data, size);
    auto const control = fuzz::take_line(text);
    core::answer a;
    a.http.status = 500;
    auto const [end, ec]
        = std::from_chars(control.data(), control.data() + control.size(), a.http.status);
    if (a.http.status < 100 || a.http.status > 999)
        return 0;
    auto const which = end == control.data() + control.size()
        ? 0u
        : static_cast<unsigned char>(control.back());
    std::string_view const key = keys[which % std::size(keys)];
    a.key = key;
    a.most_error_body = 4096;
    while (!text.empty()) {
        auto const line = fuzz::take_line(text);
        if (line.empty())
            break;
        auto const colon = line.find(": ");
        if (colon != line.npos && colon != 0)
            a.http.headers.add(line.substr(0, colon), line.substr(colon + 2));
    }
    a.http.request_id = core::request_id(a.http.headers);
    core::redact(a.http.request_id, key); // as the call does
    a.body = text;

    if (a.http.status != 200) {
        check_error(core::to_api_error(std::move(a)), key);
        return 0;
    }
    auto const session = core::read_success<CreateSessionResponse>(std::move(a));
    if (!session)
        check_error(session.error(), key);
    return 0;
}
