#include "site.hpp"

#include "connect.hpp"
#include "pages.hpp"

#include <optional>
#include <utility>

namespace portal {

namespace {

/// What stands between the two, where nothing else does.
std::optional<std::string_view> between(
    std::string_view text, std::string_view begin, std::string_view end)
{
    if (text.size() < begin.size() + end.size() || !text.starts_with(begin) || !text.ends_with(end))
        return std::nullopt;
    return text.substr(begin.size(), text.size() - begin.size() - end.size());
}

response file(std::string_view type, std::string_view content)
{
    response out(http::status::ok, 11);
    out.set(http::field::content_type, type);
    out.set(http::field::cache_control, "max-age=600");
    out.body() = content;
    return out;
}

response not_found()
{
    return html(http::status::not_found,
        problem_page("There is no such page", "The address may be mistyped."));
}

void add_security_headers(response& out)
{
    // No script, no frame, nothing from elsewhere. Without form-action: browsers apply it to where
    // the answer to a form leads, and ours leads to Vault.
    out.set("Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
        "frame-ancestors 'none'");
    out.set("X-Content-Type-Options", "nosniff");
    out.set("Referrer-Policy", "same-origin");
}

} // namespace

site::site(apideck::client client, std::vector<customer> customers, std::string address)
    : client_(std::move(client)), customers_(std::move(customers)), address_(std::move(address))
{}

asio::awaitable<response> site::answer(request asked)
{
    response out;
    std::string_view const target = asked.target();
    auto const question = target.find('?');
    // As the site is reached: another name that leads here may be DNS rebinding.
    if ("http://" + std::string(asked[http::field::host]) != address_) {
        out = html(http::status::misdirected_request,
            problem_page("This is another site", "The address of this one is " + address_ + "/."));
    } else if (asked.method() == http::verb::post) {
        out = co_await post(asked);
    } else if (asked.method() == http::verb::get || asked.method() == http::verb::head) {
        out = get(
            target.substr(0, question), question == target.npos ? "" : target.substr(question + 1));
    } else {
        out = html(http::status::method_not_allowed,
            problem_page("This can't be done here", "A browser does not ask for it."));
        out.set(http::field::allow, "GET, HEAD, POST");
    }
    add_security_headers(out);
    co_return out;
}

asio::awaitable<response> site::post(request const& asked)
{
    // A page of another site can post here as well, but browsers say whose page it was.
    if (asked[http::field::origin] != address_)
        co_return html(http::status::forbidden,
            problem_page("That did not come from our page", "Please use the button there."));
    auto const rest = between(asked.target(), "/customers/", "").value_or("");
    auto const slash = rest.find('/');
    auto const* const who = find(customers_, rest.substr(0, slash));
    auto const api = slash == rest.npos ? "" : rest.substr(slash);
    auto const* const chosen = who ? find(*who, between(api, "/connect/", "").value_or(""))
                                   : nullptr;
    if (!chosen)
        co_return not_found();
    response out = co_await connect(client_, *who, *chosen,
        address_ + "/customers/" + who->id + "?returned=" + chosen->api.text());
    co_return out;
}

response site::get(std::string_view path, std::string_view query) const
{
    if (path == "/")
        return see_other("/customers/" + customers_.front().id);
    if (path == "/style.css")
        return file("text/css; charset=utf-8", style());
    if (auto const id = between(path, "/logos/", ".svg"))
        if (auto const* const of = find(customers_, *id))
            return file("image/svg+xml", logo(*of));
    if (auto const id = between(path, "/customers/", ""))
        if (auto const* const of = find(customers_, *id)) {
            auto const api = between(query, "returned=", "");
            return html(
                http::status::ok, list_page(customers_, *of, api ? find(*of, *api) : nullptr));
        }
    return not_found();
}

} // namespace portal
