// An answer's head and body: the first line says how the rest, what a server sends, arrives.

#include "fuzz.hpp"

#include <apideck/http/detail/response_reader.hpp>
#include <apideck/http/https_transport.hpp> // with the bodies, where it is header-only

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <string>
#include <string_view>

namespace {

using namespace apideck;
using boost::system::error_code;

struct reading {
    error_code error{};
    bool done{};
    bool framed{}; ///< done before the connection ended
    bool keep_alive{};
    std::size_t used{};
    http::response response{};
};

/// Read a text that comes in pieces, and then the connection's end.
reading read(std::string_view text, fuzz::pieces pieces, http::limits const& limits)
{
    http::detail::response_reader reader(limits);
    reading out;
    std::string pending;
    while (!text.empty() && !out.error && !reader.done()) {
        pending += pieces.take(text);
        auto const used = reader.put(asio::buffer(pending), out.error);
        FUZZ_CHECK(used <= pending.size());
        out.used += used;
        pending.erase(0, used);
        FUZZ_CHECK(out.error || pending.size() <= limits.head || reader.done());
    }
    out.framed = !out.error && reader.done();
    if (!out.error && !out.framed)
        reader.put_eof(out.error);
    out.done = reader.done();
    out.keep_alive = reader.keep_alive();
    out.response = reader.response();
    FUZZ_CHECK(out.error || out.done);
    return out;
}

void check_limits(http::response const& r, http::limits const& limits)
{
    auto const most = r.status / 100 == 2 ? limits.body : limits.error_body;
    FUZZ_CHECK(r.body.size() <= most);
    FUZZ_CHECK(r.body.capacity() <= 2 * most + 64);
    FUZZ_CHECK(r.headers.wire().size() <= limits.head / 4 * 5); // "a:" has become "a: "
    FUZZ_CHECK(!r.body_truncated || r.body.size() == most);
}

void check_fields(http::headers const& headers)
{
    std::size_t size = 0;
    for (auto const [name, value] : headers) {
        size += name.size() + 2 + value.size() + 2;
        FUZZ_CHECK(!name.empty() && name.find_first_of(" :\t\r\n") == name.npos);
        FUZZ_CHECK(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos);
        FUZZ_CHECK(headers.find(name).has_value());
    }
    FUZZ_CHECK(size == headers.wire().size());
}

/// How much of a text is heads: those of interim answers and the final one's.
std::size_t size_of_heads(std::string_view text)
{
    constexpr std::string_view end = "\r\n\r\n", before_status = "HTTP/1.1 ";
    std::size_t size = 0;
    bool interim = true;
    while (interim) {
        interim = text.at(size + before_status.size()) == '1';
        size = text.find(end, size) + end.size();
    }
    return size;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto text = fuzz::as_text(data, size);
    auto control = fuzz::take_line(text);
    fuzz::decisions decide(control.substr(0, 2));
    http::limits limits;
    if (decide.yes())
        limits = {.head = 1024, .body = 64, .error_body = 16};
    auto const cut = decide.byte();
    control.remove_prefix(std::min<std::size_t>(control.size(), 2));

    auto const whole = read(text, fuzz::pieces({}), limits);
    check_limits(whole.response, limits);
    auto const in_pieces = read(text, fuzz::pieces(control), limits);
    check_limits(in_pieces.response, limits);

    // However it arrives, it is the same answer; only of two errors it is the one that is seen first.
    constexpr auto beyond = boost::beast::http::error::header_limit;
    FUZZ_CHECK(bool(in_pieces.error) == bool(whole.error));
    FUZZ_CHECK((whole.error != beyond && in_pieces.error != beyond) || text.size() > limits.head);
    if (whole.error)
        return 0;
    FUZZ_CHECK(in_pieces.framed == whole.framed);
    FUZZ_CHECK(in_pieces.keep_alive == whole.keep_alive);
    FUZZ_CHECK(in_pieces.response.status == whole.response.status);
    FUZZ_CHECK(in_pieces.response.headers == whole.response.headers);
    FUZZ_CHECK(in_pieces.response.body == whole.response.body);
    FUZZ_CHECK(in_pieces.response.body_truncated == whole.response.body_truncated);

    auto const& r = whole.response;
    check_fields(r.headers);
    FUZZ_CHECK(size_of_heads(text) <= limits.head);
    FUZZ_CHECK(r.status >= 200 && r.status <= 999);
    FUZZ_CHECK(!whole.keep_alive || (whole.framed && !r.body_truncated));

    // One that says where it ends is never whole without its last byte.
    if (whole.framed && !r.body_truncated) {
        FUZZ_CHECK(in_pieces.used == whole.used);
        auto const shorter = whole.used - 1 - cut % whole.used;
        FUZZ_CHECK(read(text.substr(0, shorter), fuzz::pieces(control), limits).error);
    }
    return 0;
}
