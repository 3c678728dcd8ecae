// A session's token: as it is, or made of the claims where the input begins with a brace.

#include "fuzz.hpp"
#include "json_values.hpp"

#include <apideck/detail/base64.hpp>
#include <apideck/json/decode.hpp>
#include <apideck/session_claims.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace apideck;
    using namespace std::chrono;
    auto const text = fuzz::as_text(data, size);
    std::string const token = text.starts_with('{')
        ? "eyJ9." + detail::encode_base64url(text) + ".c2ln"
        : std::string(text);
    auto const claims = read_claims(token);
    if (!claims) {
        FUZZ_CHECK(fuzz::is_pointer(claims.error().pointer));
        FUZZ_CHECK(!claims.error().expected.empty() && !claims.error().found.empty());
        return 0;
    }
    FUZZ_CHECK(claims->expires_at >= sys_seconds());
    auto const* const exp = claims->all.if_contains("exp");
    FUZZ_CHECK(exp && exp->is_number());
    duration<double> const early = duration<double>(exp->to_number<double>())
        - claims->expires_at.time_since_epoch();
    FUZZ_CHECK(early.count() >= 0 && early.count() < 1); // a fraction is cut
    FUZZ_CHECK(!claims->issued_at || *claims->issued_at >= sys_seconds());
    auto const* const id = claims->all.if_contains("consumer_id");
    FUZZ_CHECK(id && id->is_string() && std::string_view(id->get_string()) == claims->consumer_id);
    if (text.starts_with('{')) {
        auto const document = json::decode_text<boost::json::value>(text);
        FUZZ_CHECK(document && fuzz::same(boost::json::value(claims->all), *document));
    }
    // No clock and no margin may overflow.
    for (auto const now : {system_clock::time_point(), system_clock::time_point::max()})
        for (auto const margin : {seconds::min(), seconds(0), seconds::max()})
            FUZZ_CHECK(claims->expires_within(margin, now)
                || margin < seconds::max()); // all that is ends within the longest margin
    return 0;
}
